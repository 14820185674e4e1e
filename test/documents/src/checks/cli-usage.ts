/** What `./lab` understands, in its own words: its help. */
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../read/corpus.ts';

interface CommandUsage {
  /** `--since`, `-f`, and whether each takes a value. */
  readonly options: ReadonlyMap<string, boolean>;
  readonly takesArguments: boolean;
}

export type CliUsage = ReadonlyMap<string, CommandUsage>;

async function help(...command: readonly string[]): Promise<string> {
  const { stdout } = await execa(
    process.execPath,
    [join(ROOT, 'apps/lab/src/main.ts'), ...command, '--help'],
    {
      // Without it, help is folded to the width of a terminal.
      env: { COLUMNS: '500' },
    },
  );
  return stdout;
}

/** Commands with their options, the global ones included. */
export async function cliUsage(): Promise<CliUsage> {
  const names = [...section(await help(), 'Commands').matchAll(/^ {2}(\w[\w-]*)/gm)].map(
    ([, name = '']) => name,
  );
  return new Map(
    await Promise.all(
      names
        .filter((name) => name !== 'help')
        .map(async (name) => [name, readUsage(await help(name))] as const),
    ),
  );
}

/** @param text help of one command */
export const readUsage = (text: string): CommandUsage => ({
  options: new Map(
    ['Options', 'Global Options'].flatMap((heading) =>
      [...section(text, heading).matchAll(/^ {2}(-[^\s,]+)(?:, (--\S+))?( [<[][^>\]]+[>\]])?/gm)].flatMap(
        ([, first = '', second, value]) =>
          [first, ...(second === undefined ? [] : [second])].map(
            (name) => [name, value !== undefined] as const,
          ),
      ),
    ),
  ),
  takesArguments: /^Arguments:$/m.test(text),
});

/** Lines between a heading and the next empty line. */
const section = (text: string, heading: string): string =>
  new RegExp(`^${heading}:\\n((?: .*\\n?)*)`, 'm').exec(text)?.[1] ?? '';
