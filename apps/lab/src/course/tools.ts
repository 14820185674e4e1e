import { constants } from 'node:os';
import { join } from 'node:path';
import type { ToolResult } from '@lab/course/lab';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import { baseEnvironment } from '../native/definitions/environment.ts';
import { readEngineManifest, readEngineTools } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import type { Settings } from '../settings.ts';
import { learnerEnvironment } from '../workbench/definitions.ts';

export const TOOL_NAMES = ['promtool', 'amtool', 'otelcol'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

const TOOL_LIMIT_MS = 60_000;
const SCRIPT_LIMIT_MS = 120_000;
/** What a shell adds to the number of a signal that ended a program. */
const SIGNAL_EXIT_CODES = 128;

export interface Place {
  readonly settings: Settings;
  readonly route: 'native' | 'docker';
  readonly folder: string;
}

const IMAGES: Readonly<Record<ToolName, (versions: Settings['versions']) => string>> = {
  promtool: ({ PROMETHEUS_VERSION }) => `prom/prometheus:v${PROMETHEUS_VERSION}`,
  amtool: ({ ALERTMANAGER_VERSION }) => `prom/alertmanager:v${ALERTMANAGER_VERSION}`,
  otelcol: ({ COLLECTOR_VERSION }) => `otel/opentelemetry-collector-contrib:${COLLECTOR_VERSION}`,
};
const ENTRYPOINTS: Readonly<Record<ToolName, string>> = {
  promtool: '/bin/promtool',
  amtool: '/bin/amtool',
  otelcol: '/otelcol-contrib',
};

/** Runs a tool of an engine in the learner's folder: the binary, or the one in the engine's image. */
export async function runTool(place: Place, name: ToolName, args: readonly string[]): Promise<ToolResult> {
  const started = await toolCommand(place, name, args, []);
  return run(started.command, started.args, place.folder);
}

/**
 * The same for a person: with the streams and the environment of their terminal, and for as long as they like. `node` is the
 * lab's own, for whoever has an older one, or none.
 * @returns the exit code, as a shell would have it
 */
export async function runToolInTerminal(
  place: Place,
  name: ToolName | 'node',
  args: readonly string[],
): Promise<number> {
  // Without a terminal docker refuses to give one.
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
  const started =
    name === 'node'
      ? { command: process.execPath, args }
      : await toolCommand(place, name, args, ['--interactive', ...terminal]);
  // Ctrl-C reaches the tool too, and it is the tool that knows what it means.
  const onInterrupt = (): void => {};
  process.on('SIGINT', onInterrupt);
  try {
    const { exitCode, signal, code } = await execa(started.command, started.args, {
      cwd: place.folder,
      stdio: 'inherit',
      reject: false,
    });
    if (exitCode !== undefined) return exitCode;
    if (signal !== undefined) return SIGNAL_EXIT_CODES + constants.signals[signal];
    throw new Error(`${started.command} could not be run: ${code}`);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** How a tool is started. @param terminal what `docker run` is told of the terminal */
async function toolCommand(
  { settings, route, folder }: Place,
  name: ToolName,
  args: readonly string[],
  terminal: readonly string[],
): Promise<{ readonly command: string; readonly args: readonly string[] }> {
  if (route === 'docker') {
    const place = [
      '--rm',
      '--network',
      'host',
      '--volume',
      `${folder}:/workbench:ro`,
      '--workdir',
      '/workbench',
    ];
    const image = IMAGES[name](settings.versions);
    return {
      command: 'docker',
      args: ['run', ...terminal, ...place, '--entrypoint', ENTRYPOINTS[name], image, ...args],
    };
  }
  const spec = [...readEngineManifest(settings), ...readEngineTools(settings)].find(
    ({ binary }) => binary === name,
  );
  const found = spec === undefined ? undefined : await resolveEngine(spec, settings);
  if (found === undefined)
    throw new LabError('NO_BINARY', `no binary of ${name}: ./lab engines --build builds it`, undefined);
  return { command: found.path, args };
}

/** Runs a program of the learner to its end. */
export async function runScript(
  { settings, folder }: Pick<Place, 'settings' | 'folder'>,
  file: string,
  args: readonly string[],
): Promise<ToolResult> {
  const { all = '', exitCode = 1 } = await execa(process.execPath, [join(folder, file), ...args], {
    cwd: folder,
    env: learnerEnvironment(settings, 'workbench-script'),
    extendEnv: false,
    reject: false,
    all: true,
    timeout: SCRIPT_LIMIT_MS,
  });
  return { exitCode, output: all };
}

async function run(command: string, args: readonly string[], cwd: string): Promise<ToolResult> {
  const {
    all = '',
    exitCode,
    code,
  } = await execa(command, args, {
    cwd,
    env: baseEnvironment(),
    reject: false,
    all: true,
    timeout: TOOL_LIMIT_MS,
  });
  if (exitCode === undefined) throw new Error(`${command} ${args[0] ?? ''} could not be run: ${code ?? all}`);
  return { exitCode, output: all };
}
