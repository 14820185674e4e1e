import type { SolveContext } from '@lab/course/lab';
import { slowRoute, whichFailed } from './checks/questions.ts';
import { settlementOf } from './checks/settlement.ts';

/** What a learner finds with LogQL, from what was drawn. */
export async function writeAnswers(lab: SolveContext): Promise<void> {
  const { failedRequestId, slowest } = settlementOf(lab);
  await lab.writeAnswer(whichFailed.id, failedRequestId);
  await lab.writeAnswer(slowRoute.id, `${slowest.route} ${Math.round(slowest.p95)}`);
}
