/** The learner's rules, each time with one thing broken: what a unit test has to notice. */
import { parse, stringify } from 'yaml';

export interface AlertRule {
  alert?: string;
  expr: string;
  for?: string;
}
interface RuleFile {
  groups: { name: string; rules: AlertRule[] }[];
}

export interface Mutant {
  readonly name: string;
  readonly alert: string;
  readonly breaks: (rule: AlertRule) => void;
}

const inFor = (change: (written: string) => string | undefined) => (rule: AlertRule) => {
  const changed = change(rule.for ?? '0s');
  if (changed === undefined) delete rule.for;
  else rule.for = changed;
};

const inExpression = (change: (expr: string) => string) => (rule: AlertRule) => {
  rule.expr = change(rule.expr);
};

/** @param otherwise for a rule that says the same without this number, as `100 * … > 5` does: one that is wrong in this way */
const inNumber = (number: RegExp, wrong: string, otherwise: string) =>
  inExpression((expr) => (number.test(expr) ? expr.replace(number, wrong) : otherwise));

const PREDICTIONS = 'ml_predictions_total{job="inference"';
const DURATION = 'ml_prediction_duration_seconds';
/** For rules that say the same in another form: what is left of them without the part. */
const unguarded = (limit: string): string =>
  `sum(rate(${PREDICTIONS},status="error"}[30s])) / sum(rate(${PREDICTIONS}}[30s])) > ${limit}`;
const failing = (limit: string): string =>
  `${unguarded(limit)} and sum(increase(${PREDICTIONS}}[30s])) >= 20`;
const slow = (quantile: string, seconds: string): string =>
  `histogram_quantile(${quantile}, sum by (le) (rate(${DURATION}_bucket{job="inference"}[30s]))) > ${seconds} and sum(increase(${DURATION}_count{job="inference"}[30s])) >= 20`;

const FIVE_PERCENT = /(?<![\d.])0?\.05\b/;
/** Not the bound of a bucket. */
const QUARTER_SECOND = /(?<![\d."])0?\.25\b(?!")/;
const P99 = /(?<![\d.])0?\.99\b/;

/** The operands of an operator that stands in no parentheses. */
function operands(expr: string, operator: 'and' | 'or'): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of expr.matchAll(/"(?:[^"\\]|\\.)*"|[({[]|[)}\]]|[A-Za-z_:][\w:]*/g)) {
    if ('({['.includes(token)) depth++;
    else if (')}]'.includes(token)) depth--;
    else if (depth === 0 && token.toLowerCase() === operator) {
      parts.push(expr.slice(from, index));
      from = index + token.length;
    }
  }
  return [...parts, expr.slice(from)].map((part) => part.trim());
}

const twice = (duration: string): string =>
  duration.replaceAll(/\d+/g, (digits) => String(2 * Number(digits)));

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'its limit is 10 %',
    alert: 'PredictionsFailing',
    breaks: inNumber(FIVE_PERCENT, '0.1', failing('0.1')),
  },
  {
    name: 'its limit is 2.5 %',
    alert: 'PredictionsFailing',
    breaks: inNumber(FIVE_PERCENT, '0.025', failing('0.025')),
  },
  { name: 'it does not wait', alert: 'PredictionsFailing', breaks: inFor(() => undefined) },
  { name: 'it waits twice as long', alert: 'PredictionsFailing', breaks: inFor(twice) },
  {
    name: 'its guard is gone',
    alert: 'PredictionsFailing',
    breaks: inExpression((expr) => {
      const guarded = operands(expr, 'and');
      const share = guarded.length > 1 ? guarded.find((part) => part.includes('/')) : undefined;
      return share ?? unguarded('0.05');
    }),
  },
  {
    name: 'its limit is 0.5 s',
    alert: 'PredictionsSlow',
    breaks: inNumber(QUARTER_SECOND, '0.5', slow('0.99', '0.5')),
  },
  { name: 'it does not wait', alert: 'PredictionsSlow', breaks: inFor(() => undefined) },
  {
    name: 'it looks at the p999',
    alert: 'PredictionsSlow',
    breaks: inNumber(P99, '0.999', slow('0.999', '0.25')),
  },
  {
    name: 'it looks at the p95',
    alert: 'PredictionsSlow',
    breaks: inNumber(P99, '0.95', slow('0.95', '0.25')),
  },
  { name: 'it does not wait', alert: 'FeaturesGone', breaks: inFor(() => undefined) },
  {
    name: 'it sees only targets that vanish',
    alert: 'FeaturesGone',
    breaks: inExpression(() => 'absent(up{job="features"})'),
  },
  {
    name: 'it sees only targets that do not answer',
    alert: 'FeaturesGone',
    breaks: inExpression(() => 'up{job="features"} == 0'),
  },
];

/** @returns the file with the thing broken; undefined where it has no rule of that name */
export function broken(rules: string, { alert, breaks }: Mutant): string | undefined {
  const file = parse(rules) as RuleFile;
  const rule = file.groups.flatMap((group) => group.rules).find((one) => one.alert === alert);
  if (rule === undefined) return undefined;
  breaks(rule);
  return stringify(file, { lineWidth: 0 });
}
