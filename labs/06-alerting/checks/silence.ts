import { type CheckContext, type Draws, firstFailure, found, type Task } from '@lab/course/lab';
import type { Silence } from '@lab/engine-clients';
import { fire, probeName, statesBy } from './probe-alerts.ts';

const FIRE_SECONDS = 60;
const TOLERANCE_MINUTES = 2;

/** Work that is planned: which deployment it is about, and how long it takes. */
export const plannedWork = (draws: Draws) => ({
  deployment: `blue-${draws.token('deployment', 5)}`,
  minutes: draws.integer('silence-minutes', 21, 57),
});

const minutesOf = ({ startsAt, endsAt }: Silence): number =>
  (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000;

async function isHeldBack(lab: CheckContext, deployment: string) {
  const name = (lab.notes.get('silence') as string | undefined) ?? probeName();
  if (!lab.notes.has('silence')) {
    const alert = (value: string) => ({
      labels: { alertname: name, deployment: value, severity: 'warning', team: 'nobody' },
    });
    await fire(lab, [alert(deployment), alert('green-00000')], FIRE_SECONDS);
    lab.notes.set('silence', name);
  }
  const states = await statesBy(lab, name, 'deployment');
  const [ours, another] = [deployment, 'green-00000'].map(
    (value) => (states.get(value)?.silencedBy.length ?? 0) > 0,
  );
  const said = (held: boolean | undefined) => (held === true ? 'held back' : 'told');
  return {
    ids: states.get(deployment)?.silencedBy ?? [],
    finding: found(ours === true && another === false, {
      expected: `an alert of deployment ${deployment} held back, and one of deployment green-00000 told`,
      seen: `the first is ${said(ours)}, the second is ${said(another)}`,
      lookAt: `${lab.workbench.alertmanager}/#/silences`,
    }),
  };
}

export const silence: Task = {
  id: 'silence',
  title: 'Silence planned work',
  hints: [
    'planned-work.md says for what and for how long. The lesson shows amtool silence add; the page of your Alertmanager has a button.',
    'A matcher is a label, not an alert’s name: whatever is wrong with that deployment is expected. The end matters as much as the beginning, and who comes upon it wants to read why.',
    'amtool --alertmanager.url=<your Alertmanager> silence add deployment=<of planned-work.md> --duration=<minutes>m --author=<you> --comment=<why>',
  ],
  async check(lab) {
    const { deployment, minutes } = plannedWork(lab.draws);
    const { ids, finding } = await isHeldBack(lab, deployment);
    return firstFailure(
      () => finding,
      async () => {
        const silences = (await lab.workbenchEngines.alertmanager.silences()).filter(({ id }) =>
          ids.includes(id),
        );
        const wrong = silences.flatMap((one) => [
          ...(Math.abs(minutesOf(one) - minutes) > TOLERANCE_MINUTES
            ? [`it lasts ${Math.round(minutesOf(one))} minutes`]
            : []),
          ...(one.comment.trim() === '' ? ['it has no comment'] : []),
        ]);
        return found(silences.length === 1 && wrong.length === 0, {
          expected: `one silence for ${minutes} minutes (±${TOLERANCE_MINUTES}), with a reason`,
          seen: wrong.length === 0 ? `${silences.length} of them` : wrong.join('; '),
          lookAt: `${lab.workbench.alertmanager}/#/silences, planned-work.md`,
        });
      },
    );
  },
};
