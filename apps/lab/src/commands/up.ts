import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import type { LabStatus } from '../lab-status.ts';
import type { CommandContext } from '../main.ts';
import { stayUntilInterrupted } from '../native/lifecycle.ts';
import { nativeStatus } from '../native/native-status.ts';
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
  const startedHere = await upNative(context, options);
  const status = await nativeStatus(settings);
  output.line(startedHere ? '\nThe lab is up.' : 'The lab is already running.');
  if (status !== undefined) describe(context, status);
  output.data(status);
  if (options.foreground === true) await stayUntilInterrupted(settings, output);
  return EXIT.ok;
}

function describe({ settings, output }: CommandContext, status: LabStatus): void {
  output.line(`\n${statusTable(status)}\n`);
  const urls = endpointsOf(settings);
  const pages = {
    inference: `${urls.inference}/docs`,
    prometheus: urls.prometheus,
    alertmanager: urls.alertmanager,
  };
  for (const [name, url] of Object.entries(pages)) output.line(`  ${name.padEnd(14)}${url}`);
}
