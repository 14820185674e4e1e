import { ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { columnsOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Columns of /proc/<pid>/stat behind the name of the command (proc_pid_stat(5)). */
const STATE_COLUMN = 0;
const THREADS_COLUMN = 17;

/** Processes and threads by state. Off by default, as in node_exporter: it reads one file per thread. */
export const processes: Collector = {
  name: 'processes',
  enabledByDefault: false,
  create:
    ({ procfs }) =>
    () => {
      const states = new Map<string, number>();
      const threadStates = new Map<string, number>();
      let [pids, threads] = [0, 0];
      for (const pid of procfs.names('.').filter(isNumber)) {
        const process = readTask(procfs, pid);
        if (process === undefined) continue;
        pids += 1;
        threads += process.threads;
        add(states, process.state);
        const tasks = process.threads === 1 ? [pid] : namesOfTasks(procfs, pid);
        for (const task of tasks) {
          const thread = task === pid ? process : readTask(procfs, `${pid}/task/${task}`);
          if (thread !== undefined) add(threadStates, thread.state);
        }
      }
      const limit = (file: string) => parseNumber(procfs.text(`sys/kernel/${file}`).trim(), file);
      return [
        gauge('node_processes_threads', 'Allocated threads in system', threads),
        gauge('node_processes_max_threads', 'Limit of threads in the system', limit('threads-max')),
        gauge('node_processes_state', 'Number of processes in each state.', samples('state', states)),
        gauge(
          'node_processes_threads_state',
          'Number of threads in each state.',
          samples('thread_state', threadStates),
        ),
        gauge('node_processes_pids', 'Number of PIDs', pids),
        gauge('node_processes_max_processes', 'Number of max PIDs limit', limit('pid_max')),
      ];
    },
};

interface Task {
  readonly state: string;
  readonly threads: number;
}

/** Undefined for one that ended since its folder was listed (ENOENT), or while its file was read (ESRCH). */
function readTask(procfs: FileTree, folder: string): Task | undefined {
  const text = readUnlessGone(() => procfs.text(`${folder}/stat`));
  if (text === undefined) return undefined;
  // The name of the command may hold blanks and parentheses itself.
  const columns = columnsOf(text.slice(text.lastIndexOf(')') + 1));
  const state = columns[STATE_COLUMN] ?? '';
  if (!/^[A-Za-z]$/.test(state)) throw new ParseError('/proc/<pid>/stat', text);
  return { state, threads: parseNumber(columns[THREADS_COLUMN], '/proc/<pid>/stat') };
}

const namesOfTasks = (procfs: FileTree, pid: string): string[] =>
  readUnlessGone(() => procfs.names(`${pid}/task`))?.filter(isNumber) ?? [];

function readUnlessGone<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);
const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const samples = (label: string, counts: ReadonlyMap<string, number>) =>
  [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
