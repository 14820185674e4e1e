/** Rules that the learner's objectives have become, and what promtool says of them. */
import { type CheckContext, type Finding, fails, found, type LabContext } from '@lab/course/lab';
import { fetchJson, type Rule } from '@lab/engine-clients';
import { playSituations } from '../../shared/promtool-situations.ts';
import { OBJECTIVES_FILE } from './agreement.ts';

export const idOf = (slo: string): string => `inference-${slo}`;
/** Sixty times as fast. */
export const drillRules = (slo: string): string => `prometheus/rules/${idOf(slo)}.yml`;

/** What the generator refuses, in its own words. */
async function problems({ workbench }: CheckContext): Promise<readonly string[]> {
  return (await fetchJson<{ problems: readonly string[] }>(workbench.service)).problems;
}

const alertsOf = (rules: readonly Rule[], slo: string): Rule[] =>
  rules.filter(({ type, labels }) => type === 'alerting' && labels.sloth_id === idOf(slo));

/** An objective that the generator has taken, whose rules the learner's Prometheus evaluates. */
export async function isLoaded(lab: CheckContext, slo: string): Promise<Finding> {
  const refused = await problems(lab);
  const looked = {
    expected: `the objective ${slo} of service inference, with a page and a ticket`,
    lookAt: `${OBJECTIVES_FILE}, logs/objectives.log, ${lab.workbench.prometheus}/rules`,
  };
  if (refused.length > 0)
    return fails({ ...looked, seen: `your objectives were refused: ${refused.join('; ')}` });
  const alerts = alertsOf(await lab.workbenchEngines.prometheus.rules(), slo);
  const severities = alerts.map(({ labels }) => labels.sloth_severity).sort();
  return found(severities.join() === 'page,ticket', {
    ...looked,
    seen: alerts.length === 0 ? 'no rules of that name' : `its alerts: ${severities.join(' and ')}`,
  });
}

/** What the objective itself is, as it has been recorded. */
export async function recorded(
  { workbenchEngines: { prometheus }, workbench }: CheckContext,
  slo: string,
  series: 'slo:objective:ratio' | 'slo:time_period:days',
  value: number,
  meaning: string,
): Promise<Finding> {
  const expression = `${series}{sloth_id="${idOf(slo)}"}`;
  const [sample] = await prometheus.query(expression);
  return found(sample !== undefined && Math.abs(sample.value - value) < 1e-6, {
    expected: `${meaning}: ${series} is ${Number(value.toPrecision(6))}`,
    seen: sample === undefined ? 'nothing is recorded yet' : `it is ${sample.value}`,
    lookAt: `${workbench.prometheus}/query?g0.expr=${encodeURIComponent(expression)}`,
  });
}

/** That something comes of it on the running lab: events are counted, and there is a share of bad ones. */
export async function measures(lab: CheckContext, slo: string): Promise<Finding> {
  const expression = `slo:sli_error:ratio_rate1h{sloth_id="${idOf(slo)}"}`;
  const [sample] = await lab.workbenchEngines.prometheus.query(expression);
  return found(sample !== undefined && !Number.isNaN(sample.value), {
    expected: 'a share of bad predictions of the running lab over an hour, which is a minute here',
    seen: sample === undefined ? 'nothing: the indicator counts no events' : String(sample.value),
    lookAt: `${lab.workbench.prometheus}/query?g0.expr=${encodeURIComponent(expression)}`,
  });
}

export interface Played {
  /** A sentence. */
  readonly name: string;
  /** Values in promtool's notation, one a second, by series. */
  readonly series: Readonly<Record<string, string>>;
  readonly expects: readonly { readonly at: number; readonly expr: string; readonly value?: number }[];
}

/** What a query has given instead of the right thing: `{} 5E-02`, or `nil`. */
const given = (got = 'nil'): string => (got === 'nil' ? 'nothing' : String(Number(got.split(' ').at(-1))));

/** Plays situations with the learner's rules as they run here. */
export async function plays(
  lab: Pick<LabContext, 'files' | 'tool'>,
  slo: string,
  played: readonly Played[],
): Promise<Finding> {
  // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
  const file = `.check/${slo}.promtest`;
  const verdicts = await playSituations(
    lab,
    file,
    played.map(({ name, series, expects }) => ({
      name,
      series,
      interval: '1s',
      asks: expects.map(({ at, expr, value }) => ({
        expr,
        at: `${at}s`,
        samples: value === undefined ? {} : { '{}': value },
      })),
    })),
    { ruleFiles: [drillRules(slo)], evaluationInterval: '1s' },
  );
  const wrong = played.flatMap(({ name }, index) => {
    const verdict = verdicts[index];
    return verdict?.isMet === false ? [`${given(verdict.got)} where ${name}`] : [];
  });
  return found(wrong.length === 0, {
    expected: `the right thing where promtool plays: ${played.map(({ name }) => name).join('; ')}`,
    seen: wrong.length === 0 ? 'the right thing' : `your rules give ${wrong.join('; and ')}`,
    lookAt: `${drillRules(slo)}; the samples: ${file}`,
  });
}
