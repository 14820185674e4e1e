import type { SolveContext } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { falseAlarmAnswer, falseAlarms } from './checks/discoveries.ts';
import { drawnData, type Rows } from './checks/drawn-data.ts';
import { driftScenario, movedNow, whatMoved } from './checks/live-drift.ts';
import {
  readReport,
  whichKind,
  whichKindAnswer,
  whichMatters,
  whichMattersAnswer,
} from './checks/questions.ts';
import { switchDrift } from './quiet-autopilot.ts';

/** As the text asks: what moves is judged once the window has had time to fill. */
const LOOKED_AFTER_MS = 200_000;

export async function solve(lab: SolveContext): Promise<void> {
  const data = drawnData(lab);
  if ((await driftScenario(lab))?.active !== true) await switchDrift(lab, true);
  await lab.writeAnswer(falseAlarms.id, falseAlarmAnswer(data.files['p-values.csv'] as Rows));
  await lab.writeAnswer(whichMatters.id, whichMattersAnswer(data));
  await lab.writeAnswer(readReport.id, `${data.unknownChannel} ${data.unknownRows}`);
  await lab.writeAnswer(whichKind.id, whichKindAnswer(data));
  const since = Date.parse((await driftScenario(lab))?.since ?? '');
  const moved = await poll(
    async () => {
      const features = await movedNow(lab);
      return features.length > 0 && Date.now() - since >= LOOKED_AFTER_MS ? features : undefined;
    },
    { timeoutMs: 2 * LOOKED_AFTER_MS, intervalMs: 2000, waitingFor: 'features to move', signal: lab.signal },
  );
  await lab.writeAnswer(whatMoved.id, moved.join(', '));
}
