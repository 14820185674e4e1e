/** Both sides: nothing is wrong with the dashboards, and each mistake that could be made is told with its remedy. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { describe, expect, test } from 'vitest';
import { assemble } from '../assemble.ts';
import { asLine, limitAt, timeseries } from '../house-style.ts';
import { dashboardQueries, dashboards, runbookQueries } from '../index.ts';
import { queriesOf } from '../queries-of.ts';
import { promQuery } from '../targets.ts';
import { modelVariable } from '../variables.ts';
import { boardProblems, linkProblems } from './boards.ts';
import { syntaxError } from './grammar.ts';
import { knownSeries } from './known-series.ts';
import { queryProblems } from './queries.ts';

const known = knownSeries();
const boards = dashboards();
const queries = [...dashboardQueries(), ...runbookQueries()];

describe('the dashboards', () => {
  test.each(queries.map((query) => [`${query.dashboard}/${query.panel}`, query] as const))(
    '%s - when its query is read by the grammar of its engine - then it is one, of metrics and labels that exist',
    (_name, query) => {
      expect(queryProblems(query, known)).toEqual([]);
    },
  );

  test.each(boards.map((board) => [board.uid, board] as const))(
    '%s - when it is linted - then nothing is found',
    (_uid, board) => {
      expect(boardProblems(board)).toEqual([]);
    },
  );

  test('links - when they are followed - then each leads to a dashboard and sets variables that it has', () => {
    expect(linkProblems(boards)).toEqual([]);
  });
});

const GOOD = 'sum by (service) (rate(http_server_requests_total{status_class="5xx"}[5m]))';
const panel = (expression = GOOD, legend = '{{service}}') =>
  timeseries({ title: 'Failures', description: 'Answers that failed.', unit: units.Short }).withTarget(
    promQuery(expression, legend),
  );
const board = (
  panels: readonly cog.Builder<dashboard.Panel>[],
  variables: readonly cog.Builder<dashboard.VariableModel>[] = [],
) =>
  assemble({
    uid: 'mistakes',
    title: 'Mistakes',
    description: 'To be found.',
    tags: [],
    variables,
    rows: [{ title: 'Row', panels }],
  });
const found = (built: dashboard.Dashboard) => [
  ...queriesOf(built).flatMap((query) => queryProblems(query, known)),
  ...boardProblems(built),
];

describe('a query with a mistake', () => {
  test('of none - when it is linted - then nothing is found', () => {
    expect(found(board([panel()]))).toEqual([]);
  });

  test.each([
    [
      'a renamed metric',
      GOOD.replace('_requests_total', '_request_total'),
      'no metric "http_server_request_total" in packages/catalogue; define it there, or did you mean http_server_request_duration_seconds_bucket?',
    ],
    ['a mistyped label', GOOD.replace('status_class', 'status_clas'), 'has no label "status_clas"; it has'],
    [
      'a label that is not there to group by',
      GOOD.replace('(service)', '(servise)'),
      '"servise" is grouped by or shown',
    ],
    ['PromQL that is none', GOOD.replace('[5m]', '[5m'), 'this is no PromQL, from'],
    ['a bracket too many', `${GOOD})`, 'this is no PromQL, from'],
  ])('%s - when it is linted - then the message says what to do', (_name, expression, message) => {
    const problems = found(board([panel(expression)]));
    expect(problems[0]).toContain(message);
    expect(problems[0]).toMatch(/^mistakes\/Failures: /);
  });

  test('a legend of a label that is not there - when it is linted - then the message names those that are', () => {
    expect(found(board([panel(GOOD, '{{servis}}')]))).toEqual([
      expect.stringMatching(/"servis" is grouped by or shown.*it has .*service/),
    ]);
  });
});

describe('a panel with a mistake', () => {
  test.each([
    ['no description', panel().description(''), 'say in its description what it shows'],
    ['no unit', panel().unit(''), 'give it a unit'],
    ['a query without a legend', panel(GOOD, ''), 'give each of its queries a legend'],
    ['another datasource', panel().datasource({ type: 'prometheus', uid: 'mine' }), 'not mine'],
    [
      'a line that belongs to no alert',
      panel().thresholds(limitAt(0.05)).thresholdsStyle(asLine()),
      'which alert the dashed line belongs to',
    ],
    [
      'a line beside the limit of its alert',
      panel().description('Too much: HighErrorRate.').thresholds(limitAt(0.5)).thresholdsStyle(asLine()),
      'its line is at 0.5, the limit is at 0.05 (HighErrorRate)',
    ],
  ])('%s - when it is linted - then that alone is found, with its remedy', (_name, wrong, message) => {
    expect(found(board([wrong]))).toEqual([expect.stringContaining(message)]);
  });

  test('a line at the limit of its alert - when it is linted - then nothing is found', () => {
    const right = panel()
      .description('Too much: HighErrorRate.')
      .thresholds(limitAt(0.05))
      .thresholdsStyle(asLine());
    expect(found(board([right]))).toEqual([]);
  });
});

describe('a dashboard with a mistake', () => {
  test.each([
    ['two panels of one title', board([panel(), panel()]), 'another panel has this title'],
    ['a variable that nothing uses', board([panel()], [modelVariable()]), 'nothing uses the variable $model'],
  ])('%s - when it is linted - then that alone is found', (_name, wrong, message) => {
    expect(found(wrong)).toEqual([expect.stringContaining(message)]);
  });

  test('a variable that is not declared - when it is linted - then it is named', () => {
    const wrong = board([panel(GOOD.replace('5xx', '$class'))]);
    expect(boardProblems(wrong)).toEqual([
      'mistakes: a query uses $class, which is no variable of the dashboard; add it to its plan',
    ]);
  });

  test.each([
    ['to nowhere', '/d/gone', 'which is no dashboard'],
    [
      'with a variable of another',
      '/d/mistakes?var-city=x',
      'a link sets $city, which /d/mistakes does not have',
    ],
  ])('a link %s - when it is followed - then it is found', (_name, url, message) => {
    const linked = board([panel()]);
    linked.links?.push({ ...linked.links[0], title: 'Link', url } as dashboard.DashboardLink);
    expect(linkProblems([linked])).toEqual([expect.stringContaining(message)]);
  });
});

describe('grammars', () => {
  test.each([
    ['loki', '{service_name="a"} | json | level="x"', '{service_name="a"} |= '],
    ['loki', 'sum by (a) (rate({b="c"}[5m]))', 'sum by (a) (rate({b="c"}[5m])'],
    ['tempo', '{ status = error && duration > 5ms }', '{ status = error && }'],
    ['tempo', '{ name = "a" } >> { span.b = "c" }', '{ name = "a" >> { span.b = "c" }'],
    ['prometheus', 'rate(a[5m])', 'rate(a[5x])'],
  ] as const)('%s - when %s is read - then it is accepted, and %s is not', (engine, right, wrong) => {
    expect(syntaxError(engine, right)).toBeUndefined();
    expect(syntaxError(engine, wrong)).toMatch(/^this is no (?:PromQL|LogQL|TraceQL), from "/);
  });
});
