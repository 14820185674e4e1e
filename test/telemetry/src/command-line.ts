import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `./lab` as a user does: these tests know the lab by its command line and its HTTP addresses, nothing else. */
export async function lab(env: Readonly<Record<string, string>>, ...args: string[]): Promise<CommandResult> {
  const { exitCode, stdout, stderr } = await execa(`${ROOT}/lab`, args, { cwd: ROOT, env, reject: false });
  return { exitCode, stdout, stderr };
}

export async function labJson<Answer>(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Answer> {
  const result = await lab(env, ...args, '--json');
  try {
    return JSON.parse(result.stdout) as Answer;
  } catch (error) {
    throw new Error(
      `./lab ${args.join(' ')} ended with ${result.exitCode}:\n${result.stdout}\n${result.stderr}`,
      { cause: error },
    );
  }
}
