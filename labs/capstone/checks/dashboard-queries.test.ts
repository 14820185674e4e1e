import { describe, expect, test } from 'vitest';
import { asksForLines, isAbout, ownVariable, panelsOf, queriesOf } from './dashboard-queries.ts';

const panel = (title: string, expr: string, type = 'prometheus') => ({
  type: 'timeseries',
  title,
  datasource: { type },
  targets: [{ expr }],
});
const exprsOf = (...exprs: readonly string[]): string[] =>
  queriesOf(exprs.map((expr) => panel('x', expr))).map(({ expr }) => expr);

describe('what a dashboard asks', () => {
  test('when panels lie in a folded row - then they count, and the row does not', () => {
    const document = {
      panels: [
        panel('rate', 'rate(a_total[5m])'),
        { type: 'row', title: 'more', panels: [panel('lines', '{service_name="checkout"}', 'loki')] },
        { type: 'text', title: 'words' },
      ],
    };
    const panels = panelsOf(JSON.stringify(document));
    expect(panels.map(({ title }) => title)).toEqual(['rate', 'lines']);
    expect(queriesOf(panels)).toEqual([
      { expr: 'rate(a_total[5m])', engine: 'prometheus' },
      { expr: '{service_name="checkout"}', engine: 'loki' },
    ]);
  });

  test('when a query has variables - then those of Grafana are filled in, in any spelling', () => {
    expect(
      exprsOf('rate(a[$__rate_interval])', 'rate(a[${__rate_interval}])', 'a[${__range:text}] / $__range_s'),
    ).toEqual(['rate(a[1m])', 'rate(a[1m])', 'a[10m] / 600']);
    expect(exprsOf('up{job="$job"}').map(ownVariable)).toEqual(['$job']);
    expect(
      exprsOf('label_replace(a, "b", "$1", "c", "(.*)$")', 'rate(a[$__interval])').map(ownVariable),
    ).toEqual([undefined, undefined]);
  });

  test.for([
    ['sum(rate(http_server_requests_total{job="checkout"}[5m]))', true],
    ['sum(rate(checkout_orders_total[5m]))', true],
    ['{service_name="checkout"} |= "x"', true],
    ['up', false],
    ['vector(1)', false],
    ['checkout_orders', false],
  ] as const)('when it is about the service or not - then that is told: %j', ([expr, about]) => {
    expect(isAbout(expr, 'checkout', new Set(['checkout_orders_total']))).toBe(about);
  });

  test('when lines are wanted - then that is no number', () => {
    expect(['{a="b"} |= "c"', 'sum(rate({a="b"}[5m]))'].map(asksForLines)).toEqual([true, false]);
  });
});
