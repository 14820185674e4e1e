import { type CheckContext, type Draws, firstFailure, found, passes, type Task } from '@lab/course/lab';
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

/** A deployment that nobody touches. */
const ANOTHER = 'green-00000';

const labelsOf = (probe: string, deployment: string): Readonly<Record<string, string>> => ({
  alertname: probe,
  probe,
  deployment,
  severity: 'warning',
  team: 'nobody',
});

async function isHeldBack(lab: CheckContext, deployment: string) {
  const probe = (lab.notes.get('silence') as string | undefined) ?? probeName();
  if (!lab.notes.has('silence')) {
    const alerts = [deployment, ANOTHER].map((value) => ({ labels: labelsOf(probe, value) }));
    await fire(lab, alerts, FIRE_SECONDS);
    lab.notes.set('silence', probe);
  }
  const states = await statesBy(lab, probe, 'deployment');
  const [ours, another] = [deployment, ANOTHER].map(
    (value) => (states.get(value)?.silencedBy.length ?? 0) > 0,
  );
  const said = (held: boolean | undefined) => (held === true ? 'held back' : 'told');
  return {
    ids: states.get(deployment)?.silencedBy ?? [],
    finding: found(ours === true && another === false, {
      expected: `an alert of deployment ${deployment} held back, and one of deployment ${ANOTHER} told`,
      seen: `the first is ${said(ours)}, the second is ${said(another)}`,
      lookAt: `${lab.workbench.alertmanager}/#/silences`,
    }),
  };
}

/** As the Alertmanager matches: a label that is not there is empty. */
const holdsBack = ({ matchers }: Silence, labels: Readonly<Record<string, string>>): boolean =>
  matchers.every(({ name, value, isRegex, isEqual }) => {
    const label = labels[name] ?? '';
    const matches = isRegex ? new RegExp(`^(?:${value})$`).test(label) : label === value;
    return matches === isEqual;
  });

/** Silenced since the lab began for as long as the work takes, to its end: a lab lasts longer than most of this work. */
export const hasRunOut = (
  one: Silence,
  { deployment, minutes }: ReturnType<typeof plannedWork>,
  startedAt: number,
): boolean =>
  one.status.state === 'expired' &&
  Date.parse(one.startsAt) >= startedAt &&
  Math.abs(minutesOf(one) - minutes) <= TOLERANCE_MINUTES &&
  one.comment.trim() !== '' &&
  holdsBack(one, labelsOf('Any', deployment)) &&
  !holdsBack(one, labelsOf('Any', ANOTHER));

export const silence: Task = {
  id: 'silence',
  title: 'Silence planned work',
  hints: [
    'planned-work.md says for what and for how long. The lesson shows amtool silence add, which is ./lab tool amtool here; the page of your Alertmanager has a button.',
    'A matcher is a label, not an alert’s name: whatever is wrong with that deployment is expected. The end matters as much as the beginning, and who comes upon it wants to read why.',
    './lab tool amtool --alertmanager.url=<your Alertmanager> silence add deployment=<of planned-work.md> --duration=<minutes>m --author=<you> --comment=<why>',
  ],
  async check(lab) {
    const work = plannedWork(lab.draws);
    const { deployment, minutes } = work;
    const over = (await lab.workbenchEngines.alertmanager.silences()).find((one) =>
      hasRunOut(one, work, lab.startedAt),
    );
    if (over !== undefined)
      return passes({
        expected: `a silence for ${minutes} minutes (±${TOLERANCE_MINUTES}), with a reason`,
        seen: `one that has run out at ${over.endsAt}`,
        lookAt: `${lab.workbench.alertmanager}/#/silences`,
      });
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
