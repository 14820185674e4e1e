/** A learner of two small labs, who gives the commands of the course without a process for each. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineLab, found, type Lab, labId } from '@lab/course/lab';
import type { LabProgress } from '@lab/course/lab/runner';
import { fetchText } from '@lab/engine-clients';
import { readProgress } from '../course/progress-store.ts';
import { courseState } from '../course/state.ts';
import type { CommandContext } from '../main.ts';
import type { Settings } from '../settings.ts';
import { ownSettings } from './own-settings.ts';
import { claimRunningLab } from './running-lab.ts';
import { tempDir } from './temp-dir.ts';
import { service } from './workbench.ts';

const HINTS = ['Where it is looked at.', 'What is missing there.', 'How it is done.'] as const;
/** Below the folder of the lab: what a lab has done to the system outside, in order. */
const JOURNAL = '../journal';

/** Looks once: nothing here needs a moment. */
const QUICK = { hints: HINTS, deadlineSeconds: 5, stableSeconds: 0 };

/** A file to write, a value to observe that is drawn, and a service to change. */
export const FIRST: Lab = defineLab({
  number: 91,
  slug: 'first',
  title: 'The first',
  minutes: 45,
  lessons: ['module-08/1-introduction-to-observability.md'],
  workbench: { services: [{ name: 'echo', entry: 'src/server.ts', port: 'WORKBENCH_SERVICE_PORT' }] },
  tasks: [
    {
      ...QUICK,
      id: 'write',
      title: 'Write a word',
      async check({ files }) {
        const seen = await files.read('word.txt');
        return found(seen === 'done', { expected: 'done', seen, lookAt: 'word.txt' });
      },
    },
    {
      ...QUICK,
      id: 'observe',
      title: 'Observe a value',
      needs: ['write'],
      question: { text: 'Which is it?', form: 'four digits' },
      async check({ answer, draws }) {
        const seen = answer('observe') ?? 'nothing';
        return found(seen === drawn(draws), { expected: 'the drawn one', seen, lookAt: 'answers.yaml' });
      },
    },
    {
      ...QUICK,
      id: 'serve',
      title: 'Change the service',
      deadlineSeconds: 15,
      async check({ workbench }) {
        const seen = await fetchText(workbench.service);
        return found(seen === 'solved', { expected: 'solved', seen, lookAt: workbench.service });
      },
    },
  ],
  async prepare({ files, draws }) {
    if (await files.exists('refuse')) throw new Error('this lab cannot be prepared');
    await files.write('drawn.txt', drawn(draws));
    appendFileSync(join(files.folder, JOURNAL), 'prepared\n');
  },
  async cleanUp({ files }) {
    appendFileSync(join(files.folder, JOURNAL), 'put back\n');
  },
  solve: async ({ draws, writeAnswer }) => writeAnswer('observe', drawn(draws)),
});

/** Nothing but a file. */
export const SECOND: Lab = defineLab({
  number: 92,
  slug: 'second',
  title: 'The second',
  minutes: 60,
  lessons: ['module-08/1-introduction-to-observability.md'],
  tasks: [FIRST.tasks[0] as Lab['tasks'][number]],
});

const drawn = (draws: { integer(name: string, low: number, high: number): number }): string =>
  String(draws.integer('value', 1000, 9999));

const SOURCES: Readonly<Record<string, string>> = {
  'measured.json': JSON.stringify({
    '91-first': {
      measured_on: '2026-01-05',
      machine: '2 cores, 16 GB',
      start_seconds: 2,
      check_seconds: 11.3,
      tests_seconds: 60,
      lab_bytes: 1.5e9,
      workbench_bytes: 2e8,
    },
  }),
  '91-first/README.md': '# Lab 91: The first\n',
  '91-first/starter/word.txt': 'open\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: filled in when the folder is made
  '91-first/starter/port.txt': '${WORKBENCH_SERVICE_PORT} ${HOME_OF_NOBODY}',
  '91-first/starter/src/server.ts': service('started'),
  '91-first/solution/word.txt': 'done',
  '91-first/solution/src/server.ts': service('solved'),
  '92-second/README.md': '# Lab 92: The second\n',
  '92-second/solution/word.txt': 'done',
};

/** What a command has said and given back. */
export interface Said<Data> {
  readonly exitCode: number;
  readonly text: string;
  readonly notes: string;
  readonly data: Data;
}

type Command = (context: CommandContext) => Promise<number>;

export interface LearnerUnderTest {
  readonly settings: Settings;
  /** The learner's folder of the first lab. */
  readonly folder: string;
  says<Data = Readonly<Record<string, unknown>>>(command: Command): Promise<Said<Data>>;
  write(path: string, text: string): void;
  read(path: string): string;
  progress(lab?: Lab): LabProgress | undefined;
  /** What the first lab has done to the system outside. */
  journal(): string[];
}

/** @param offset where the lab has its ports @param running whether there is a lab */
export function learnerUnderTest(offset: number, running = true): LearnerUnderTest {
  const own = ownSettings({
    LAB_WORKSPACE_DIR: join(tempDir(), 'workspace'),
    LAB_PORT_OFFSET: String(offset),
  });
  const root = tempDir();
  for (const [path, text] of Object.entries(SOURCES)) write(join(root, 'labs', path), text);
  // The labs are those of the test; everything else is the repository's.
  const settings = { ...own, root };
  const folder = join(settings.workspaceDir, labId(FIRST));
  if (running) claimRunningLab(settings);
  return {
    settings,
    folder,
    async says(command) {
      const lines: string[] = [];
      const notes: string[] = [];
      const data: unknown[] = [];
      const output = {
        json: false,
        interactive: false,
        line: (text = '') => lines.push(text),
        note: (text: string) => notes.push(text),
        data: (value: unknown) => data.push(value),
      };
      const exitCode = await command({ settings, output });
      return { exitCode, text: lines.join('\n'), notes: notes.join('\n'), data: data[0] as never };
    },
    write: (path, text) => write(join(folder, path), text),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    progress: (lab = FIRST) => readProgress(courseState(settings)).labs[labId(lab)],
    journal() {
      const file = join(folder, JOURNAL);
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    },
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
