import { join } from 'node:path';
import { styleText } from 'node:util';
import {
  ExperimentError,
  type ExperimentFile,
  keepRun,
  loadExperiment,
  PROBE_HEADER,
  probeCells,
  runExperiment,
  SAID,
  type SwitchBoard,
  switchOf,
  unknownFault,
} from '@lab/chaos';
import { PrometheusApi } from '@lab/engine-clients';
import { interruptible } from '../course/interrupt.ts';
import { LabError, messageOf, notRunning } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import { readSecret } from '../lab-secrets.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';

export interface ChaosOptions {
  /** Only reads the file, and says what is wrong with it. */
  readonly check?: boolean;
}

/** Carries out an experiment on the running lab, and writes journal and report beside its file. */
export async function chaos(
  { settings, output }: CommandContext,
  { check }: ChaosOptions,
  [path = '']: string[],
): Promise<ExitCode> {
  const file = await readable(path);
  if (check === true) {
    output.line(`${styleText('green', '✔')} ${file.experiment.title}: it can be carried out as written`);
    output.data(file.experiment);
    return EXIT.ok;
  }
  const status = await labStatus(settings);
  if (status === undefined) throw notRunning();
  const endpoints = endpointsOf(settings);
  const board: SwitchBoard = {
    endpoints,
    adminAuthorization: `Bearer ${await readSecret(settings, status, 'admin_token')}`,
  };
  await requireSwitches(file, board);
  await requireCalm(new PrometheusApi(endpoints.prometheus));
  output.line(styleText('bold', file.experiment.title));
  const { journal, folder } = await interruptible(async (signal) => {
    const outcome = await runExperiment(file.experiment, {
      prometheus: new PrometheusApi(file.experiment.prometheus ?? endpoints.prometheus),
      switches: file.experiment.method.map((injection) => switchOf(injection, board)),
      signal,
      tell: (text) => output.line(`  ${styleText('dim', text)}`),
    });
    return keepRun(file, outcome);
  }, 'nothing was injected');
  const hasHeld = journal.verdict === 'held';
  output.line();
  output.line(table(PROBE_HEADER, journal.probes.map(probeCells)));
  output.line();
  output.line(
    `${hasHeld ? styleText('green', '✔') : styleText('red', '✖')} ${journal.verdict}: ${SAID[journal.verdict]}${journal.aborted_by === null ? '' : ` (${journal.aborted_by})`}`,
  );
  for (const problem of journal.problems) output.line(`  ${styleText('red', '✖')} ${problem}`);
  output.line(`→ ${join(folder, 'report.md')} has room for what you have learnt`);
  output.data({ ...journal, folder });
  return journal.verdict === 'interrupted' ? EXIT.interrupted : hasHeld ? EXIT.ok : EXIT.failed;
}

/** @throws LabError where there is no such file, or it is no experiment */
async function readable(path: string): Promise<ExperimentFile> {
  try {
    return await loadExperiment(path);
  } catch (error) {
    if (error instanceof ExperimentError)
      throw new LabError(
        'BAD_EXPERIMENT',
        `${path} is no experiment:\n${error.problems.map((problem) => `  - ${problem}`).join('\n')}`,
        'packages/chaos/README.md has one to begin with',
        EXIT.usage,
      );
    throw new LabError('NO_EXPERIMENT', `${path} cannot be read: ${messageOf(error)}`, undefined, EXIT.usage);
  }
}

/** @throws LabError for a fault that its service does not know: found before anything is injected */
async function requireSwitches({ experiment }: ExperimentFile, board: SwitchBoard): Promise<void> {
  const unknown = await Promise.all(experiment.method.map((injection) => unknownFault(injection, board)));
  const problems = unknown.filter((problem) => problem !== undefined);
  if (problems.length > 0)
    throw new LabError(
      'UNKNOWN_FAULT',
      problems.join('\n'),
      'mend the method of your experiment',
      EXIT.usage,
    );
}

/** @throws LabError where something is injected already: of two faults nobody could tell whose consequence is seen */
async function requireCalm(prometheus: PrometheusApi): Promise<void> {
  const active = await prometheus.query('service_fault_active > 0 or traffic_scenario_active > 0');
  if (active.length === 0) return;
  throw new LabError(
    'FAULT_ACTIVE',
    `the lab is under a fault already: ${active.map(({ labels }) => `${labels.fault ?? labels.scenario} of ${labels.service}`).join(', ')}`,
    'wait for its end, or switch it off; the metric follows with the next scrape',
  );
}
