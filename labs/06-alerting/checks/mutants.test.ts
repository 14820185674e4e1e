import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { type AlertRule, broken, MUTANTS } from './mutants.ts';

const RULES: Readonly<Record<string, AlertRule>> = {
  'as the text writes it, failing': {
    alert: 'PredictionsFailing',
    expr: 'sum(rate(e[30s])) / sum(rate(a[30s])) > 0.05 and sum(increase(a[30s])) >= 20',
  },
  'in percent': {
    alert: 'PredictionsFailing',
    expr: '100 * sum(rate(e[30s])) / sum(rate(a[30s])) > 5 and sum(increase(a[30s])) >= 20',
  },
  'without a nought': {
    alert: 'PredictionsFailing',
    expr: 'sum(rate(e[30s])) / sum(rate(a[30s])) > .05 and sum(increase(a[30s])) >= 20',
  },
  'as a fraction': {
    alert: 'PredictionsFailing',
    expr: 'sum(rate(e[30s])) / sum(rate(a[30s])) > 5/100 and sum(increase(a[30s])) >= 20',
  },
  'as the text writes it, slow': {
    alert: 'PredictionsSlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(b[30s]))) > 0.25 and sum(increase(c[30s])) >= 20',
  },
  'as a share': {
    alert: 'PredictionsSlow',
    expr: '1 - sum(rate(b{le="0.25"}[30s])) / sum(rate(c[30s])) > 0.01 and sum(increase(c[30s])) >= 20',
  },
  'as the text writes it, gone': {
    alert: 'FeaturesGone',
    expr: 'up{job="features"} == 0 or absent(up{job="features"})',
  },
};

const written = (rule: AlertRule): string => stringify({ groups: [{ name: 'alerts', rules: [rule] }] });

test.for(Object.entries(RULES))(
  'a rule %s - when it is broken - then each change is another rule, and two are never the same',
  ([, rule]) => {
    const mine = written({ ...rule, for: '10s' });
    const mutants = MUTANTS.filter(({ alert }) => alert === rule.alert);
    const changed = mutants.map((mutant) => broken(mine, mutant) ?? '');
    expect(
      changed
        .map((text) => parse(text))
        .filter((file) => JSON.stringify(file) === JSON.stringify(parse(mine))),
    ).toEqual([]);
    expect(new Set([mine, ...changed]).size).toBe(mutants.length + 1);
  },
);

test('a bound of a bucket - when it is the limit too - then only the limit is changed', () => {
  const limit = MUTANTS.find(({ name }) => name === 'its limit is 0.5 s');
  if (limit === undefined) throw new Error('there is no such mutant');
  const rule = { alert: 'PredictionsSlow', expr: 'b{le="0.25"} and histogram_quantile(.99, b) > .25' };
  expect(broken(written(rule), limit)).toContain('b{le="0.25"} and histogram_quantile(.99, b) > 0.5');
});

test('a rule - when it is not there - then there is nothing to break', () => {
  expect(MUTANTS.map((mutant) => broken(written({ alert: 'Other', expr: 'up' }), mutant))).toEqual(
    MUTANTS.map(() => undefined),
  );
});
