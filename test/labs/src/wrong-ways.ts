import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyFiles } from '@lab/course/lab/runner';
import { fetchText, PollTimeout, poll } from '@lab/engine-clients';
import { ROOT } from '@lab/test-telemetry/command-line';
import { processesIn } from './left-over.ts';

/** What watches files needs a moment; a program that imports none of them goes on. */
const RESTART_MS = 15_000;

/** A solution that is wrong on purpose, and the tasks that must notice. */
export interface WrongWay {
  readonly name: string;
  readonly folder: string;
  readonly fails: readonly string[];
}

/** Folders below `wrong/` of a lab, with what `expect.json` in each says. */
export function wrongWays(id: string): WrongWay[] {
  const folder = join(ROOT, 'labs', id, 'wrong');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => {
    const { fails } = JSON.parse(readFileSync(join(folder, name, 'expect.json'), 'utf8')) as WrongWay;
    return { name, folder: join(folder, name), fails };
  });
}

/**
 * Lays a wrong way over the learner's folder, and waits until no program of before answers any more, and Prometheus has
 * read its configuration: a check that is faster looks at what was right.
 * @returns what puts the folder back
 */
export async function goWrong(
  way: WrongWay,
  learnersFolder: string,
  ports: Readonly<Record<string, number>>,
): Promise<() => void> {
  const kept = `${learnersFolder} kept`;
  cpSync(learnersFolder, kept, { recursive: true });
  const before = programsIn(learnersFolder);
  const loadedBefore = await configurationLoadedAt(ports);
  const copied = await copyFiles(way.folder, learnersFolder, ports);
  if (copied.some((path) => path.endsWith('.ts')))
    await aMoment('the programs to start anew', async () =>
      programsIn(learnersFolder).every((pid) => !before.includes(pid)),
    );
  if (copied.some((path) => path.startsWith('prometheus/')))
    await aMoment(
      'Prometheus to read its configuration',
      async () => (await configurationLoadedAt(ports)) !== loadedBefore,
    );
  return () => {
    for (const path of copied) {
      const before = join(kept, path);
      if (existsSync(before)) cpSync(before, join(learnersFolder, path));
      else rmSync(join(learnersFolder, path));
    }
    rmSync(kept, { recursive: true });
  };
}

/** Waits for what mostly happens; a wrong way may be one in which it does not. */
async function aMoment(waitingFor: string, happens: () => Promise<boolean>): Promise<void> {
  await poll(async () => ((await happens()) ? true : undefined), {
    timeoutMs: RESTART_MS,
    waitingFor,
  }).catch((error: unknown) => {
    if (!(error instanceof PollTimeout)) throw error;
  });
}

/** Of the learner's Prometheus, as it tells it; undefined where there is none. */
const configurationLoadedAt = ({
  WORKBENCH_PROMETHEUS_PORT,
}: Readonly<Record<string, number>>): Promise<string | undefined> =>
  fetchText(`http://127.0.0.1:${WORKBENCH_PROMETHEUS_PORT}/metrics`).then(
    (text) => /^prometheus_config_last_reload_success_timestamp_seconds (\S+)$/m.exec(text)?.[1],
    () => undefined,
  );

/** Services of the workbench: what is run there besides them is an engine, with a configuration for its last word. */
const programsIn = (folder: string): string[] =>
  processesIn(folder)
    .filter(({ command }) => /\.[jt]s $/.test(command))
    .map(({ pid }) => pid);
