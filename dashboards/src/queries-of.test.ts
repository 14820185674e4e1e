import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import { LOKI, PROMETHEUS } from './datasources.ts';
import { serviceMap, timeseries, traceTable } from './house-style.ts';
import { annotationQueriesOf, queriesOf, variableQueriesOf } from './queries-of.ts';
import { promQuery, serviceMapQuery, tracesQuery } from './targets.ts';

const face = { title: 'Panel', description: 'A panel.', unit: units.Short };

const board = (expression: string, value: string) =>
  assemble({
    uid: 'board',
    title: 'Board',
    description: 'A board.',
    tags: [],
    variables: [
      new dashboard.QueryVariableBuilder('service')
        .current({ text: value, value })
        .includeAll(true)
        .allValue('.*'),
    ],
    rows: [
      {
        title: 'Row',
        panels: [
          timeseries(face).withTarget(promQuery(expression, '')),
          traceTable({ title: 'Traces', description: 'Traces.' }).withTarget(
            tracesQuery('{ name = "$service" }'),
          ),
        ],
      },
    ],
  });

test('queries - when variables are used in both notations - then both are filled in, whatever asks', () => {
  const braces = `\${service}`;
  const expression = `rate(a{b="$service",c="${braces}"}[$__rate_interval])`;
  expect(queriesOf(board(expression, 'features')).map(({ expr, datasource }) => [datasource, expr])).toEqual([
    ['prometheus', 'rate(a{b="features",c="features"}[1m])'],
    ['tempo', '{ name = "features" }'],
  ]);
});

test('queries - when all values are chosen - then the expression for all of them is filled in', () => {
  expect(queriesOf(board('a{b=~"$service"}', '$__all'))[0]?.expr).toBe('a{b=~".*"}');
});

test('queries - when PromQL itself uses a dollar - then it stays', () => {
  const expression = 'label_replace(a, "b", "$1", "c", "(.+)")';
  expect(queriesOf(board(expression, 'x'))[0]?.expr).toBe(expression);
});

test('queries - when a variable has no value - then that is an error and not an empty panel', () => {
  expect(() => queriesOf(board('a{b="$nobody"}', 'x'))).toThrow('no value for $nobody');
});

test('queries - when a value is chosen - then it stands for what the dashboard opens with', () => {
  expect(queriesOf(board('a{b="$service"}', 'x'), { service: 'chosen' })[0]?.expr).toBe('a{b="chosen"}');
});

const withVariables = assemble({
  uid: 'board',
  title: 'Board',
  description: 'A board.',
  tags: [],
  variables: [
    new dashboard.QueryVariableBuilder('job')
      .datasource(PROMETHEUS)
      .query({ query: 'label_values(up{service="a"}, job)', refId: 'job' }),
    new dashboard.QueryVariableBuilder('stream')
      .datasource(LOKI)
      .query({ type: 1, label: 'service_name', stream: '', refId: 'stream' }),
  ],
  rows: [
    {
      title: 'Row',
      panels: [serviceMap({ title: 'Map', description: 'A map.' }).withTarget(serviceMapQuery())],
    },
  ],
});

test('variables - when their values are looked up - then the series and the streams behind them are asked for', () => {
  expect(
    variableQueriesOf(withVariables).map(({ panel, datasource, expr }) => [panel, datasource, expr]),
  ).toEqual([
    ['variable job', 'prometheus', 'up{service="a"}'],
    ['variable stream', 'loki', '{service_name=~".+"}'],
  ]);
});

test('service map - when it is asked for - then Prometheus is asked for what Grafana draws it from', () => {
  expect(queriesOf(withVariables)).toMatchObject([
    { datasource: 'prometheus', expr: 'traces_service_graph_request_total' },
  ]);
});

test('annotations - when they are listed - then each may be empty, and has what it is shown with', () => {
  const queries = annotationQueriesOf(withVariables);
  expect(queries.map(({ panel }) => panel)).toContain('annotation Drills');
  for (const { mayBeEmpty, legend, expr } of queries) {
    expect(mayBeEmpty).toBe('nothing need have happened');
    expect(legend).toContain('{{');
    expect(expr).not.toContain('$');
  }
});
