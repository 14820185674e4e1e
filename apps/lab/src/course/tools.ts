import { join } from 'node:path';
import type { ToolResult } from '@lab/course/lab';
import { execa } from 'execa';
import { baseEnvironment } from '../native/definitions/environment.ts';
import { readEngineManifest, readEngineTools } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import type { Settings } from '../settings.ts';
import { learnerEnvironment } from '../workbench/definitions.ts';

export type ToolName = 'promtool' | 'amtool' | 'otelcol';

const TOOL_LIMIT_MS = 60_000;
const SCRIPT_LIMIT_MS = 120_000;

interface Place {
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
export async function runTool(
  { settings, route, folder }: Place,
  name: ToolName,
  args: readonly string[],
): Promise<ToolResult> {
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
    return run('docker', ['run', ...place, '--entrypoint', ENTRYPOINTS[name], image, ...args], folder);
  }
  const spec = [...readEngineManifest(settings), ...readEngineTools(settings)].find(
    ({ binary }) => binary === name,
  );
  const found = spec === undefined ? undefined : await resolveEngine(spec, settings);
  if (found === undefined) throw new Error(`no binary of ${name}: ./lab engines --build builds it`);
  return run(found.path, args, folder);
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
