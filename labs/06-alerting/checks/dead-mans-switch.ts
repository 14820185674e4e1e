import { type CheckContext, type Finding, fails, found, type Task } from '@lab/course/lab';
import { fetchJson, fetchText } from '@lab/engine-clients';
import { isLoaded } from './alert-rule.ts';

interface State {
  readonly missing: boolean;
  readonly last_heartbeat_at: string | null;
}

/** Where the check is: it makes the Watchdog fall silent once, and lets it speak again. */
type Stage =
  | { readonly step: 'healthy' }
  | { readonly step: 'silenced'; readonly silence: string }
  | { readonly step: 'fooled' }
  | { readonly step: 'back' };

const FRESH_SECONDS = 6;
const SILENCE_SECONDS = 60;

const stateOf = ({ workbench }: CheckContext): Promise<State> =>
  fetchJson<State>(`${workbench.secondService}/state`);

const ageOf = ({ last_heartbeat_at }: State): number =>
  last_heartbeat_at === null ? Number.POSITIVE_INFINITY : (Date.now() - Date.parse(last_heartbeat_at)) / 1000;

const described = (state: State): string =>
  `missing is ${state.missing}, and the last heartbeat ${Number.isFinite(ageOf(state)) ? `came ${Math.round(ageOf(state))} s ago` : 'has not come yet'}`;

export const deadMansSwitch: Task = {
  id: 'dead-mans-switch',
  title: 'Miss what does not come',
  needs: ['routing'],
  deadlineSeconds: 60,
  hints: [
    'Two halves: an alert that always fires, told again and again; and somebody outside who notices that it is not. Look at logs/dead-mans-switch.log, and at /state.',
    'The route of the Watchdog needs group_wait, group_interval and repeat_interval of its own, or it is told once an hour. In dead-mans-switch.ts: remember when the last firing Watchdog came, and compare with the clock when you are asked.',
    'Route: group_wait: 0s, group_interval: 2s, repeat_interval: 1s, so that it is told every two seconds. State: missing is true when the last beat is older than 7 s, or none ever came. A resolved Watchdog is no beat.',
  ],
  async check(lab) {
    const lookAt = `${lab.workbench.secondService}/state, logs/dead-mans-switch.log`;
    const loaded = await isLoaded(lab, 'Watchdog');
    if (!loaded.passed) return loaded;
    const state = await stateOf(lab);
    const stage = (lab.notes.get('dead-mans-switch') as Stage | undefined) ?? { step: 'healthy' };
    const next = (to: Stage) => lab.notes.set('dead-mans-switch', to);
    const isWell = state.missing === false && ageOf(state) < FRESH_SECONDS;
    const looked = { seen: described(state), lookAt };

    if (stage.step === 'healthy') {
      if (isWell) next({ step: 'silenced', silence: await hush(lab) });
      return fails({
        ...looked,
        expected: `a heartbeat less than ${FRESH_SECONDS} s old, and missing false`,
      });
    }
    if (stage.step === 'silenced') {
      if (state.missing === true) {
        await tellResolved(lab);
        const after = await stateOf(lab);
        await lab.workbenchEngines.alertmanager.expireSilence(stage.silence);
        next({ step: after.missing === true ? 'back' : 'fooled' });
      }
      return fails({ ...looked, expected: 'missing true soon: the check has silenced your Watchdog' });
    }
    if (stage.step === 'fooled')
      return fails({
        expected: 'missing true, also after a Watchdog that was told as resolved: it is no beat',
        seen: 'a resolved Watchdog turned missing to false',
        lookAt,
      });
    return backAgain(isWell, looked);
  },
};

const backAgain = (isWell: boolean, looked: Pick<Finding, 'seen' | 'lookAt'>): Finding =>
  found(isWell, {
    ...looked,
    expected:
      'missing true while the Watchdog was silenced, whatever was told as resolved, and false again since it speaks',
  });

/** As if nothing could be told any more: the alert fires, and nobody hears of it. */
const hush = ({ workbenchEngines }: CheckContext): Promise<string> =>
  workbenchEngines.alertmanager.silence({
    matchers: [{ name: 'alertname', value: 'Watchdog', isRegex: false, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + SILENCE_SECONDS * 1000).toISOString(),
    createdBy: 'lab check',
    comment: 'Is it missed?',
  });

/** What an Alertmanager makes of a Prometheus that no longer sends. A silenced one tells nothing, so the check says it. */
async function tellResolved({ workbench }: CheckContext): Promise<void> {
  const labels = { alertname: 'Watchdog', severity: 'none' };
  const alert = {
    status: 'resolved',
    labels,
    annotations: {},
    startsAt: new Date(Date.now() - SILENCE_SECONDS * 1000).toISOString(),
    endsAt: new Date().toISOString(),
    generatorURL: workbench.prometheus,
    fingerprint: '0000000000000000',
  };
  await fetchText(`${workbench.secondService}/heartbeat`, {
    body: {
      version: '4',
      groupKey: '{}:{alertname="Watchdog"}',
      truncatedAlerts: 0,
      status: 'resolved',
      receiver: 'heartbeat',
      groupLabels: { alertname: 'Watchdog' },
      commonLabels: labels,
      commonAnnotations: {},
      externalURL: workbench.alertmanager,
      alerts: [alert],
    },
  });
}
