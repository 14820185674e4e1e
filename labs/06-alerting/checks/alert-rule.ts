/** What every alert of the lab has to be, besides firing at the right time. */
import { type CheckContext, type Finding, found } from '@lab/course/lab';
import type { Rule } from '@lab/engine-clients';
import { failing, RULES_FILE, type Situation } from './situations.ts';

export const rulesPage = (prometheus: string): string => `${prometheus}/rules`;

async function ruleOf({ workbenchEngines }: CheckContext, alert: string): Promise<Rule | undefined> {
  const rules = await workbenchEngines.prometheus.rules();
  return rules.find(({ type, name }) => type === 'alerting' && name === alert);
}

/** Loaded, evaluated without an error, and with the texts that somebody needs who is woken. */
export async function isLoaded(lab: CheckContext, alert: string): Promise<Finding> {
  const rule = await ruleOf(lab, alert);
  return found(rule?.health === 'ok', {
    expected: `the alert ${alert}, evaluated by your Prometheus`,
    seen:
      rule === undefined
        ? 'no alert of that name is loaded'
        : rule.health === 'ok'
          ? 'loaded'
          : `${rule.health} ${rule.lastError}`.trim(),
    lookAt: `${rulesPage(lab.workbench.prometheus)}, logs/prometheus.log`,
  });
}

export async function isExplained(lab: CheckContext, alert: string): Promise<Finding> {
  const { summary = '', description = '', runbook_url = '' } = (await ruleOf(lab, alert))?.annotations ?? {};
  const missing = [
    ...(summary === '' || summary.includes('{{') ? ['a summary without values, to group and search by'] : []),
    ...(description.includes('{{') ? [] : ['a description that says a value or a label']),
  ];
  const status = await statusOf(runbook_url);
  return found(missing.length === 0 && status === 200, {
    expected: 'annotations summary, description and runbook_url, and a runbook that answers',
    seen: [
      ...missing.map((what) => `${alert} lacks ${what}`),
      status === 200 ? 'the runbook answers' : `runbook_url "${runbook_url}" answers ${status ?? 'nothing'}`,
    ].join('; '),
    lookAt: RULES_FILE,
  });
}

const statusOf = (url: string): Promise<number | undefined> =>
  fetch(url, { signal: AbortSignal.timeout(3000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => undefined,
  );

export async function behaves(lab: CheckContext, situations: readonly Situation[]): Promise<Finding> {
  const wrong = await failing(lab, RULES_FILE, situations);
  return found(wrong.length === 0, {
    expected: `the right thing in each of ${situations.length} situations that promtool plays`,
    seen:
      wrong.length === 0 ? 'the right thing in each' : `something else where ${wrong.join('; and where ')}`,
    lookAt: `${RULES_FILE}; the samples of each situation: .check/`,
  });
}

/** A query of the lab's series that a rule stands on has to bring something, or the rule watches nothing. */
export async function isFed(lab: CheckContext, expression: string, what: string): Promise<Finding> {
  // Over two minutes: a machine that is busy for a moment misses scrapes.
  const samples = await lab.workbenchEngines.prometheus.query(`count_over_time(${expression}[2m])`);
  return found(samples.length > 0, {
    expected: what,
    seen: samples.length > 0 ? `${samples.length} series` : `nothing: ${expression}`,
    lookAt: `${lab.workbench.prometheus}/targets`,
  });
}
