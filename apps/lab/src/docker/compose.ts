import { execa } from 'execa';
import { courseState } from '../course/state.ts';
import type { Settings } from '../settings.ts';
import { type DockerOptions, type DockerResult, runDocker } from './run-docker.ts';

/** Runs `docker compose` on this lab's file, with this lab's ports. */
export function compose(
  settings: Settings,
  args: readonly string[],
  options: DockerOptions = {},
): Promise<DockerResult> {
  return runDocker(composeArguments(settings, args), {
    ...options,
    cwd: settings.root,
    env: { ...composeEnvironment(settings), ...options.env },
  });
}

/** Appends what a command of `docker compose` prints to a file, until it ends or is aborted. */
export async function followCompose(
  settings: Settings,
  args: readonly string[],
  { file, signal }: { readonly file: string; readonly signal: AbortSignal },
): Promise<void> {
  await execa('docker', composeArguments(settings, args), {
    reject: false,
    stdin: 'ignore',
    stdout: { file, append: true },
    stderr: 'ignore',
    cwd: settings.root,
    env: composeEnvironment(settings),
    cancelSignal: signal,
  });
}

const composeArguments = ({ root }: Settings, args: readonly string[]): string[] => [
  'compose',
  '--project-directory',
  root,
  ...args,
];

/** The environment wins over `.env` in Compose too, so the moved ports go in here. */
export function composeEnvironment(settings: Settings): Record<string, string> {
  const ports = Object.entries(settings.ports).map(([key, port]): [string, string] => [key, String(port)]);
  return {
    ...Object.fromEntries(ports),
    ...settings.knobs,
    COURSE_DIR: courseState(settings).shown,
    // A second lab beside the first needs names of its own for its containers, networks and volumes.
    ...(settings.portOffset === 0
      ? {}
      : { COMPOSE_PROJECT_NAME: `ml-observability-lab-${settings.portOffset}` }),
  };
}
