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
  /** Changes the rule; false where the rule has nothing of the kind. */
  readonly breaks: (rule: AlertRule) => boolean;
}

const inFor = (change: (written: string) => string | undefined) => (rule: AlertRule) => {
  const changed = change(rule.for ?? '0s');
  if (changed === undefined) delete rule.for;
  else rule.for = changed;
  return true;
};

const inExpression = (change: (expr: string) => string) => (rule: AlertRule) => {
  const changed = change(rule.expr);
  const isOther = changed !== rule.expr;
  rule.expr = changed;
  return isOther;
};

const ERRORS = 'ml_predictions_total{job="inference"';
/** For rules that say the same in another form: what is left of them without the part. */
const UNGUARDED = `sum(rate(${ERRORS},status="error"}[30s])) / sum(rate(${ERRORS}}[30s])) > 0.05`;

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
    breaks: inExpression((expr) => expr.replace(/\b0?\.05\b/, '0.1')),
  },
  {
    name: 'its limit is 2.5 %',
    alert: 'PredictionsFailing',
    breaks: inExpression((expr) => expr.replace(/\b0?\.05\b/, '0.025')),
  },
  { name: 'it does not wait', alert: 'PredictionsFailing', breaks: inFor(() => undefined) },
  { name: 'it waits twice as long', alert: 'PredictionsFailing', breaks: inFor(twice) },
  {
    name: 'its guard is gone',
    alert: 'PredictionsFailing',
    breaks: inExpression((expr) => {
      const guarded = operands(expr, 'and');
      return guarded.length > 1 ? (guarded.find((part) => part.includes('/')) ?? UNGUARDED) : UNGUARDED;
    }),
  },
  {
    name: 'its limit is 0.5 s',
    alert: 'PredictionsSlow',
    breaks: inExpression((expr) => expr.replace(/\b0?\.25\b(?!")/, '0.5')),
  },
  { name: 'it does not wait', alert: 'PredictionsSlow', breaks: inFor(() => undefined) },
  {
    name: 'it looks at the p999',
    alert: 'PredictionsSlow',
    breaks: inExpression((expr) => expr.replace(/\b0?\.99\b/, '0.999')),
  },
  {
    name: 'it looks at the p95',
    alert: 'PredictionsSlow',
    breaks: inExpression((expr) => expr.replace(/\b0?\.99\b/, '0.95')),
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

/** @returns the file with the thing broken; undefined where no rule of that name has it */
export function broken(rules: string, { alert, breaks }: Mutant): string | undefined {
  const file = parse(rules) as RuleFile;
  const rule = file.groups.flatMap((group) => group.rules).find((one) => one.alert === alert);
  return rule !== undefined && breaks(rule) ? stringify(file, { lineWidth: 0 }) : undefined;
}
