import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  type LabContext,
  type Task,
} from '@lab/course/lab';
import { fetchJson } from '@lab/engine-clients';
import { ALERT } from './alert-rule.ts';

/** Above, at the moment from which on somebody looks: drift that nobody may overlook. Never above the other: no drift. */
const CERTAIN = 0.9;
const NOTHING = 0.5;
const LOOKED_AT_AFTER_S = 180;

export interface Scenario {
  readonly name: string;
  readonly active: boolean;
  readonly settings: { readonly kind?: string; readonly intensity?: number } | null;
  readonly since: string | null;
}

export async function driftScenario({
  endpoints,
}: Pick<LabContext, 'endpoints'>): Promise<Scenario | undefined> {
  const { scenarios } = await fetchJson<{ scenarios: Scenario[] }>(`${endpoints.traffic}/scenarios`);
  return scenarios.find(({ name }) => name === 'drift');
}

async function isOn(lab: CheckContext): Promise<Finding> {
  const scenario = await driftScenario(lab);
  const own = Date.parse(scenario?.since ?? '') >= lab.startedAt;
  return found(scenario?.active === true && own && scenario.settings?.kind === 'covariate', {
    expected: 'the scenario drift of kind covariate, switched on since you started this lab',
    seen:
      scenario?.active === true
        ? `on since ${scenario.since}, of kind ${scenario.settings?.kind}`
        : 'it is off',
    lookAt: `${lab.endpoints.traffic}/scenarios`,
  });
}

export const liveDrift: Task = {
  id: 'live-drift',
  title: 'Move the world, and be told',
  needs: ['alert-rule'],
  // The window of five minutes has to fill with what is new, the monitor looks once a minute, and then the for.
  deadlineSeconds: 300,
  hints: [
    'The traffic service has scenarios; GET /scenarios on its port lists them. Your Prometheus needs the scores before it can judge them.',
    'PUT /drift at the switch of your workbench, with kind and intensity as JSON, and a job monitor in your prometheus.yml. Then wait: two to four minutes.',
    '`curl -X PUT -H "content-type: application/json" -d \'{"kind":"covariate","intensity":1}\' http://127.0.0.1:<WORKBENCH_SECOND_SERVICE_PORT>/drift`. The job: `job_name: monitor` with the target 127.0.0.1:<MONITOR_PORT>.',
  ],
  check: (lab) =>
    firstFailure(
      async () => {
        const scores = await lab.workbenchEngines.prometheus.query('ml_data_drift_score{job="monitor"}');
        return found(scores.length > 0, {
          expected: 'ml_data_drift_score of job monitor in your Prometheus',
          seen: 'no such series',
          lookAt: `${lab.workbench.prometheus}/targets`,
        });
      },
      () => isOn(lab),
      async () => {
        const alerts = (await lab.workbenchEngines.prometheus.alerts()).filter(({ name }) => name === ALERT);
        const firing = alerts.filter(({ state }) => state === 'firing');
        const highest = await lab.workbenchEngines.prometheus.query(
          'topk(1, ml_data_drift_score{job="monitor"})',
        );
        return found(firing.length > 0, {
          expected: `${ALERT} firing`,
          seen:
            firing.length > 0
              ? `firing for ${firing.map(({ labels }) => labels.feature_name).join(', ')}`
              : `${alerts.length} pending; the highest score is ${highest[0]?.value.toFixed(2)} of ${highest[0]?.labels.feature_name}`,
          lookAt: `${lab.workbench.prometheus}/alerts`,
        });
      },
    ),
};

export const whatMoved: Task = {
  id: 'what-moved',
  title: 'Name what has moved',
  needs: ['live-drift'],
  question: {
    text: 'Which features of the model have moved? Look at least three minutes after you have switched the scenario on.',
    form: 'names as in feature_name, with commas between',
  },
  hints: [
    "The scores of all features stand side by side in one query of the lab's Prometheus, or in the report of the monitor.",
    'sort_desc(ml_data_drift_score): those that are high, and stay so at the next run.',
    'Name every feature whose score is above 0.7 after three minutes, such as `amount, hour_of_day`; and none that has stayed below 0.5.',
  ],
  async check(lab) {
    const since = Date.parse((await driftScenario(lab))?.since ?? '');
    const seconds = Math.max(10, Math.ceil((Date.now() - since) / 1000));
    if (seconds < LOOKED_AT_AFTER_S)
      return fails({
        expected: `the scores ${LOOKED_AT_AFTER_S} s after the world has moved`,
        seen: `it moved ${seconds} s ago`,
        lookAt: `${lab.endpoints.traffic}/scenarios`,
      });
    const at = Math.floor(since / 1000) + LOOKED_AT_AFTER_S;
    const then = await scoresOf(lab, `max by (feature_name) (ml_data_drift_score @ ${at})`);
    const highest = await scoresOf(
      lab,
      `max by (feature_name) (max_over_time(ml_data_drift_score[${seconds}s]))`,
    );
    const given = new Set((lab.answer(whatMoved.id) ?? '').split(/[\s,]+/).filter(Boolean));
    const missing = [...then].filter(([name, score]) => score > CERTAIN && !given.has(name));
    const unmoved = [...given].filter((name) => (highest.get(name) ?? 0) < NOTHING);
    return found(given.size > 0 && missing.length === 0 && unmoved.length === 0, {
      expected: 'every feature that has clearly moved, and none that has not',
      seen:
        unmoved.length > 0
          ? `${unmoved[0]} is among them: ${highest.has(unmoved[0] as string) ? `its score was never above ${highest.get(unmoved[0] as string)?.toFixed(2)}` : 'there is no such feature'}`
          : `${missing.length} features whose score was above ${CERTAIN} after three minutes are not named`,
      lookAt: `${lab.endpoints.prometheus}/query with sort_desc(ml_data_drift_score)`,
    });
  },
};

async function scoresOf(
  { engines }: Pick<LabContext, 'engines'>,
  expression: string,
): Promise<Map<string, number>> {
  const samples = await engines.prometheus.query(expression);
  return new Map(samples.map(({ labels, value }) => [labels.feature_name ?? '', value]));
}

/** What a learner would name now. */
export async function movedNow(lab: Pick<LabContext, 'engines'>): Promise<string[]> {
  const scores = await scoresOf(lab, 'max by (feature_name) (ml_data_drift_score)');
  return [...scores].filter(([, score]) => score > 0.7).map(([name]) => name);
}
