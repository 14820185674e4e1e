import { styleText } from 'node:util';
import { connect } from '@lab/engine-clients';
import { LabError, notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import type { CommandContext } from '../main.ts';
import type { StepOutcome, StepResult } from '../verify/step.ts';
import { walkThrough } from '../verify/walk.ts';

export interface VerifyOptions {
  /** Seconds that each step may wait. */
  readonly patience: string;
}

const MARKS: Readonly<Record<StepOutcome, string>> = {
  passed: styleText('green', '✔'),
  failed: styleText('red', '✖'),
  skipped: styleText('yellow', '–'),
};

/** Walks the running lab: every signal, and every link from one to the other. */
export async function verify({ settings, output }: CommandContext, options: VerifyOptions): Promise<number> {
  const patienceSeconds = Number(options.patience);
  if (!Number.isFinite(patienceSeconds) || patienceSeconds <= 0) {
    throw new LabError(
      'BAD_PATIENCE',
      `--patience ${options.patience} is no number of seconds`,
      'for example --patience 30',
      EXIT.usage,
    );
  }
  const status = await labStatus(settings);
  if (status === undefined) throw notRunning();
  const walk = {
    engines: connect(endpointsOf(settings), status),
    startedAt: Date.now() / 1000,
    patienceMs: patienceSeconds * 1000,
  };
  const results: StepResult[] = [];
  for await (const result of walkThrough(walk)) {
    results.push(result);
    output.line(
      `${MARKS[result.outcome]} ${result.name} ${styleText('dim', `(${(result.durationMs / 1000).toFixed(1)} s)`)}`,
    );
    output.line(`  ${styleText('dim', result.seen)}`);
  }
  const count = (outcome: StepOutcome): number =>
    results.filter((result) => result.outcome === outcome).length;
  const failed = count('failed');
  output.line();
  output.line(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`);
  if (failed > 0) output.line('→ ./lab status and ./lab logs show what the parts say themselves');
  output.data({ route: status.route, passed: failed === 0, steps: results });
  return failed === 0 ? EXIT.ok : EXIT.failed;
}
