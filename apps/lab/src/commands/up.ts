import { dockerObstacle, upDocker } from '../docker/up-docker.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import type { LabStatus } from '../lab-status.ts';
import type { CommandContext } from '../main.ts';
import { runningSupervisor, stayUntilInterrupted } from '../native/lifecycle.ts';
import { upNative } from '../native/up-native.ts';
import { statusTable } from './status.ts';

export interface UpOptions {
  /** true for --docker, false for --no-docker, undefined to decide by what the machine has. */
  readonly docker?: boolean;
  readonly wait?: boolean;
  readonly foreground?: boolean;
}

export async function up(context: CommandContext, options: UpOptions): Promise<number> {
  const { settings, output } = context;
  if (options.foreground === true && options.docker === true)
    throw new LabError(
      'USAGE',
      '--foreground goes with the route without Docker',
      'docker compose up stays in the foreground',
      EXIT.usage,
    );
  const route = await chooseRoute(context, options);
  let startedHere = true;
  if (route === 'docker') await upDocker(context);
  else startedHere = await upNative(context, options);

  const status = await labStatus(settings);
  output.line(startedHere ? '\nThe lab is up.' : 'The lab is already running.');
  if (status !== undefined) describe(context, status);
  output.data(status);
  if (options.foreground === true) await stayUntilInterrupted(settings, output);
  return EXIT.ok;
}

/** A lab that runs keeps its route; otherwise what was asked for, otherwise Docker where it can. */
async function chooseRoute(
  context: CommandContext,
  { docker, foreground }: UpOptions,
): Promise<'docker' | 'native'> {
  if (runningSupervisor(context.settings) !== undefined) {
    if (docker === true)
      throw new LabError(
        'RUNS_NATIVE',
        'the lab already runs without Docker',
        './lab down, then ./lab up --docker',
      );
    return 'native';
  }
  if (docker === false || (foreground === true && docker === undefined)) return 'native';
  const obstacle = await dockerObstacle(context);
  if (obstacle === undefined) {
    if (docker === undefined)
      context.output.line('With Docker: it answers, and the images are there. --no-docker runs without.');
    return 'docker';
  }
  if (docker === true)
    throw new LabError('DOCKER_UNUSABLE', obstacle, './lab up --no-docker runs without Docker');
  context.output.line(`Without Docker: ${obstacle}.`);
  return 'native';
}

function describe({ settings, output }: CommandContext, status: LabStatus): void {
  output.line(`\n${statusTable(status)}\n`);
  const urls = endpointsOf(settings);
  const running = new Set(status.components.filter(({ pid }) => pid !== undefined).map(({ name }) => name));
  const pages = {
    inference: `${urls.inference}/docs`,
    features: `${urls.features}/docs`,
    prometheus: urls.prometheus,
    alertmanager: urls.alertmanager,
    pager: urls.pager,
    site: urls.site,
    grafana: urls.grafana,
  };
  for (const [name, url] of Object.entries(pages))
    if (running.has(name)) output.line(`  ${name.padEnd(14)}${url}`);
}
