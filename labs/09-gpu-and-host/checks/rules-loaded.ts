import { type CheckContext, type Finding, found } from '@lab/course/lab';

/** Rules of these names are evaluated by the learner's Prometheus, without an error. */
export async function areLoaded(
  { workbenchEngines, workbench }: CheckContext,
  type: 'recording' | 'alerting',
  names: readonly string[],
): Promise<Finding> {
  const rules = (await workbenchEngines.prometheus.rules()).filter((rule) => rule.type === type);
  const problems = names.flatMap((name) => {
    const rule = rules.find((one) => one.name === name);
    if (rule === undefined) return [`there is no ${name}`];
    return rule.health === 'ok' ? [] : [`${name} is ${rule.health} ${rule.lastError}`.trim()];
  });
  return found(problems.length === 0, {
    expected: `${names.length} ${type} rules, evaluated by your Prometheus: ${names.join(', ')}`,
    seen: problems.length === 0 ? 'all of them' : problems.join('; '),
    lookAt: `${workbench.prometheus}/rules, logs/prometheus.log`,
  });
}

/** Where a query of the learner's Prometheus can be looked at. */
export const atQuery = (base: string, expression: string): string =>
  `${base}/query?g0.expr=${encodeURIComponent(expression)}`;
