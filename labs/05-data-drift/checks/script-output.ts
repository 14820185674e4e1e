import { randomInt } from 'node:crypto';
import type { CheckContext } from '@lab/course/lab';
import { csvOf, type Rows } from './drawn-data.ts';
import { Random } from './random.ts';

/** A seed that nobody knows before the check: an answer that is written into the script fits no second data set. */
export const unknownSeed = (): Random => new Random(randomInt(1, 2 ** 32 - 1));

/** Writes data sets that the learner has not seen. @returns their paths in the learner's folder */
export async function writeUnseen(
  { files }: Pick<CheckContext, 'files'>,
  sets: Readonly<Record<string, Rows>>,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, rows] of Object.entries(sets)) {
    const path = `data/check/${name}`;
    await files.write(path, csvOf(rows));
    paths.push(path);
  }
  return paths;
}

/** What a script of the learner printed, as JSON. @throws Error that shows the output where it is none */
export async function jsonOf(
  lab: CheckContext,
  script: string,
  ...args: readonly string[]
): Promise<unknown> {
  const { exitCode, output } = await lab.runScript(script, ...args);
  const shown = output.trim().slice(0, 300);
  if (exitCode !== 0)
    throw new Error(`./lab tool node ${script} ${args.join(' ')} ended with ${exitCode}: ${shown}`);
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last);
  } catch (error) {
    throw new Error(`./lab tool node ${script} ${args.join(' ')} printed no JSON: ${shown}`, {
      cause: error,
    });
  }
}
