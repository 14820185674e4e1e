import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyFiles } from '@lab/course/lab/runner';
import { PollTimeout, poll } from '@lab/engine-clients';
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
 * Lays a wrong way over the learner's folder, and waits until no program of before answers any more.
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
  const copied = await copyFiles(way.folder, learnersFolder, ports);
  if (copied.some((path) => path.endsWith('.ts')))
    await poll(() => (programsIn(learnersFolder).some((pid) => before.includes(pid)) ? undefined : true), {
      timeoutMs: RESTART_MS,
      waitingFor: 'the programs to start anew',
    }).catch((error: unknown) => {
      if (!(error instanceof PollTimeout)) throw error;
    });
  return () => {
    for (const path of copied) {
      const before = join(kept, path);
      if (existsSync(before)) cpSync(before, join(learnersFolder, path));
      else rmSync(join(learnersFolder, path));
    }
    rmSync(kept, { recursive: true });
  };
}

/** Services of the workbench: what is run there besides them is an engine, with a configuration for its last word. */
const programsIn = (folder: string): string[] =>
  processesIn(folder)
    .filter(({ command }) => /\.[jt]s $/.test(command))
    .map(({ pid }) => pid);
