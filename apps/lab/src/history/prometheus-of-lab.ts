import { userInfo } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { compose } from '../docker/compose.ts';
import { LabError } from '../errors.ts';
import type { LabStatus } from '../lab-status.ts';
import { readEngineTools } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';
import { BLOCKS, type BlockStaging, moveBlocks } from './install-blocks.ts';

/** Runs promtool in the staging folder: its arguments name files relative to that. */
export type Promtool = (args: readonly string[], signal?: AbortSignal) => Promise<void>;

/** What making a past needs of the running Prometheus beyond its API: its own promtool, and a way into its database. */
export interface PrometheusOfLab {
  readonly promtool: Promtool;
  /** Puts the blocks of the staging into the database, each at once. Does what is left where it was interrupted. */
  readonly install: () => Promise<void>;
}

/** @throws LabError where there is no promtool */
export async function prometheusOf(
  settings: Settings,
  { route }: LabStatus,
  staging: BlockStaging,
): Promise<PrometheusOfLab> {
  return route === 'docker' ? inContainers(settings, staging) : besideProcesses(settings, staging);
}

async function besideProcesses(settings: Settings, staging: BlockStaging): Promise<PrometheusOfLab> {
  const path = await promtoolOf(settings);
  return {
    async promtool(args, signal) {
      await execa(path, args, {
        cwd: staging.folder,
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
    },
    async install() {
      moveBlocks(staging.blocks, join(statePaths(settings).data, 'prometheus'));
    },
  };
}

async function promtoolOf(settings: Settings): Promise<string> {
  const tool = readEngineTools(settings).find(({ binary }) => binary === 'promtool');
  const found = tool === undefined ? undefined : await resolveEngine(tool, settings);
  if (found !== undefined) return found.path;
  throw new LabError(
    'NO_PROMTOOL',
    'promtool is not here: it makes the blocks',
    './lab engines --build builds it',
  );
}

/** Where containers see the staging folder. */
const STAGING = '/staging';
const MAKING_TIMEOUT_MS = 10 * 60_000;

/**
 * A copy into the volume takes a while, and Prometheus must not see half a block: it ignores this ending, and removes what
 * has it when it starts.
 */
const INSTALL = `set -e
for block in ${STAGING}/${BLOCKS}/*; do
  name=$(basename "$block")
  [ -e "/prometheus/$name" ] && continue
  rm -rf "/prometheus/$name.tmp-for-creation"
  cp -r "$block" "/prometheus/$name.tmp-for-creation"
  mv "/prometheus/$name.tmp-for-creation" "/prometheus/$name"
done`;

/** Containers of the engine's own image: its promtool, its volume, and the user that its database belongs to. */
function inContainers(settings: Settings, staging: BlockStaging): PrometheusOfLab {
  const run = async (
    options: readonly string[],
    command: readonly string[],
    signal?: AbortSignal,
  ): Promise<void> => {
    const [entrypoint = '', ...args] = command;
    const result = await compose(
      settings,
      ['run', '--rm', '--no-deps', '--no-TTY', ...options, '--entrypoint', entrypoint, 'prometheus', ...args],
      { timeoutMs: MAKING_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) },
    );
    if (result.ok) return;
    throw new LabError(
      'HISTORY_CONTAINER',
      `a container of Prometheus's image did not finish its work: ${result.stderr.trim()}`,
      'docker compose run --rm --entrypoint promtool prometheus --version shows whether one can run',
    );
  };
  const { uid, gid } = userInfo();
  return {
    promtool: (args, signal) =>
      run(
        ['--user', `${uid}:${gid}`, '--volume', `${staging.folder}:${STAGING}`, '--workdir', STAGING],
        ['promtool', ...args],
        signal,
      ),
    install: () => run(['--volume', `${staging.folder}:${STAGING}:ro`], ['sh', '-c', INSTALL]),
  };
}
