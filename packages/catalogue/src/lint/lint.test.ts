/**
 * Both sides of every lint: nothing is wrong with what we have, and each kind of mistake is found, with what to do.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Alert } from '../alerts/alert.ts';
import {
  ALERT_GROUPS,
  ELSEWHERE_GROUPS,
  errorBudgetBurn,
  LOG_ALERT_GROUPS,
  runbookPath,
} from '../alerts/index.ts';
import { REQUIRED_JOBS } from '../alerts/platform.ts';
import { ALERT_SCENARIOS } from '../alerts/scenarios/index.ts';
import { highErrorRate } from '../alerts/services.ts';
import { errorBurst } from '../log-alerts/index.ts';
import { parsePromQl } from '../promql-parse.ts';
import { RECORDING_RULE_GROUPS, SAMPLE_BUDGETS } from '../rules/index.ts';
import { budgetAlerts, SLOS } from '../slos/index.ts';
import { divisorsAreGuarded, labelsExist, metricsExist } from './expressions.ts';
import { knownSeries, type LintContext, lintAlert, lintLogAlert } from './index.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const ofLines = LOG_ALERT_GROUPS.flatMap(({ alerts }) => alerts);
const ofMetrics = [...ALERT_GROUPS, ...ELSEWHERE_GROUPS].flatMap(({ alerts }) => alerts);

/** Under the name of what sets them apart, which is not the alert's. */
const ofObjectives = SLOS.flatMap(budgetAlerts).map(
  (alert) => [`${alert.name} ${alert.labels?.sloth_id} ${alert.severity}`, alert] as const,
);

const context: LintContext = {
  known: knownSeries(),
  runbook: (name) => {
    const path = `${root}/${runbookPath(name)}`;
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  },
  tested: new Set([
    ...ALERT_SCENARIOS.map(({ alert }) => alert.name),
    ...ofLines.map(({ name }) => name),
    // slos.test.ts has promtool run the tests of every objective.
    errorBudgetBurn.name,
  ]),
};

/** One of the two trace stores, and Grafana, which not every lab has. */
const MAY_BE_LEFT_OUT = ['tempo', 'jaeger', 'grafana'];

function scrapedJobs(): string[] {
  const config = parse(readFileSync(`${root}/infra/prometheus/prometheus.yml`, 'utf8')) as {
    scrape_configs: readonly { job_name: string }[];
  };
  return config.scrape_configs.map(({ job_name }) => job_name);
}

const named = (alerts: readonly Alert[]) => alerts.map((alert) => [alert.name, alert] as const);

describe('what we have', () => {
  test.each([...named(ofMetrics), ...ofObjectives])(
    '%s - when it is linted - then nothing is wrong',
    (_name, alert) => {
      expect(lintAlert(alert, context)).toEqual([]);
    },
  );

  test.each(named(ofLines))('%s - when it is linted - then nothing is wrong', (_name, alert) => {
    expect(lintLogAlert(alert, context)).toEqual([]);
  });

  test('groups - when they are counted - then none is longer than twenty', () => {
    for (const { alerts } of [...ALERT_GROUPS, ...LOG_ALERT_GROUPS])
      expect(alerts.length).toBeLessThanOrEqual(20);
  });

  test('recording rules - when they are linted - then metrics and labels exist and no divisor may be zero', () => {
    for (const { rules } of RECORDING_RULE_GROUPS)
      for (const { name, expression } of rules) {
        const tree = parsePromQl(expression);
        const lints = [metricsExist, labelsExist, divisorsAreGuarded];
        expect([name, ...lints.flatMap((lint) => lint(tree, highErrorRate, context))]).toEqual([name]);
      }
  });

  test('jobs - when Prometheus scrapes them - then each has a budget of samples', () => {
    const without = scrapedJobs().filter((job) => !(job in SAMPLE_BUDGETS));
    expect(without, 'add each to src/rules/budgets.ts').toEqual([]);
  });

  test('jobs - when Prometheus scrapes them - then TargetAbsent misses each that every lab has', () => {
    const wanted = REQUIRED_JOBS.map(({ job }) => job).sort();
    const scraped = scrapedJobs().filter((job) => !MAY_BE_LEFT_OUT.includes(job));
    expect(wanted, 'REQUIRED_JOBS in src/alerts/platform.ts and the jobs of prometheus.yml differ').toEqual(
      scraped.sort(),
    );
  });

  test.each(named(ofLines))(
    '%s - when it waits for an event - then somebody writes that event',
    (_name, { expression }) => {
      const sources = globSync(['{apps,packages}/*/src/**/*.ts', 'infra/collector/config.yaml'], {
        cwd: root,
        exclude: (path) => /catalogue|node_modules|\.test\.ts$/.test(path),
      }).map((path) => readFileSync(`${root}/${path}`, 'utf8'));
      for (const [, event = ''] of expression.matchAll(/event_type="(\w+)"/g)) {
        const written = sources.some(
          (source) => source.includes(`'${event}'`) || source.includes(`"${event}"`),
        );
        expect(written, `nobody writes the event ${event}: name the one that is written`).toBe(true);
      }
    },
  );
});

/** One mistake each, made to an alert that is right. */
const MISTAKES: readonly (readonly [mistake: string, change: Partial<Alert>, told: RegExp])[] = [
  [
    'a metric is renamed',
    { expression: 'sum by (service) (increase(http_server_requests_count[5m])) > 5' },
    /nothing measures http_server_requests_count: use its definition/,
  ],
  [
    'a label of a matcher is mistyped',
    { expression: 'sum by (service) (increase(http_server_requests_total{status_clas="5xx"}[5m])) > 5' },
    /has no label status_clas, so nothing matches: it has .*status_class/,
  ],
  [
    'a label of an aggregation is mistyped',
    { expression: 'sum by (servise) (increase(http_server_requests_total[5m])) > 5' },
    /by \(servise\) keeps nothing/,
  ],
  [
    'a label of the description is aggregated away',
    { description: '{{ $labels.service }} fails at {{ $labels.route }}.' },
    /names \$labels\.route, which the expression has aggregated away/,
  ],
  [
    'one side of an or has lost a label',
    { expression: 'max by (service) (up) < 1 or max(up) < 1' },
    /names \$labels\.service/,
  ],
  [
    'the service is gone',
    { expression: 'sum by (job) (up) < 1', description: '{{ $labels.job }} is down.' },
    /this one has none: keep it in `by` or give it in `labels`/,
  ],
  [
    'a share must be larger than the whole',
    { expression: highErrorRate.expression.replace('> 0.05', '> 1.5') },
    /> 1\.5 can never be: the value lies between 0 and 1/,
  ],
  [
    'a share must be negative',
    { expression: 'min by (service) (ml_label_coverage_ratio) < 0' },
    /< 0 can never be/,
  ],
  [
    'a latency must exceed the largest bucket',
    {
      expression:
        'service:http_server_request_duration_seconds:p99_rate5m > 30 and sum by (service) (increase(http_server_requests_total[5m])) >= 20',
    },
    /> 30 can never be: the value lies between 0 and 10/,
  ],
  [
    'a quantile must exceed the largest bucket',
    {
      expression:
        'histogram_quantile(0.99, sum by (le, service) (rate(http_server_request_duration_seconds_bucket[5m]))) > 30 and sum by (service) (increase(http_server_requests_total[5m])) >= 20',
    },
    /> 30 can never be/,
  ],
  ['nothing is compared', { expression: 'max by (service) (up)' }, /so it always fires: add a threshold/],
  [
    'a divisor may be zero',
    { expression: 'max by (service) (up) / max by (service) (up) < 0.5' },
    /a divisor may be zero.*divide by \(… > 0\)/,
  ],
  [
    'a share of few events is judged',
    { expression: 'service:http_server_errors:ratio_rate5m > 0.05' },
    /an anecdote: wrap the condition in withEvents\(\)/,
  ],
  [
    'a share of rates of few events is judged',
    {
      expression:
        'sum by (service) (rate(http_server_requests_total{status_class="5xx"}[5m])) / (sum by (service) (rate(http_server_requests_total[5m])) > 0) > 0.05',
    },
    /wrap the condition in withEvents\(\)/,
  ],
  [
    'a rate per second is compared',
    { expression: 'sum by (service) (rate(http_server_requests_total[5m])) > 100' },
    /cannot be drilled: compare an increase, or a share/,
  ],
  [
    'a recorded rate is compared',
    { expression: 'service:http_server_requests:rate5m > 100' },
    /cannot be drilled: compare an increase/,
  ],
  [
    'a counter is read as it stands',
    { expression: 'sum by (service) (http_server_requests_total) > 5' },
    /is a counter and only ever grows: look at its increase\(\)/,
  ],
  [
    'a gauge is counted',
    { expression: 'sum by (service) (increase(nodejs_heap_size_used_bytes[5m])) > 5' },
    /is no counter: use delta\(\) or deriv\(\)/,
  ],
  [
    'a range is shorter than four scrapes',
    { expression: 'sum by (service) (increase(http_server_requests_total[30s])) > 5' },
    /\[30s\] is too short for a rate and for the drill: at least 5m/,
  ],
  [
    'it waits for less than a drill can',
    { for: '30s' },
    /for: 30s cannot be drilled: use 0s or at least 60 s/,
  ],
  [
    'absent does not wait',
    {
      expression: 'absent(up{job="x",service="y"})',
      for: '0s',
      description: '{{ $labels.job }} is gone.',
    },
    /absent\(\) without `for` fires at every restart/,
  ],
  [
    'the runbook is deleted',
    { name: 'RunbookDeleted' },
    /there is no docs\/runbooks\/RunbookDeleted\.md: write it/,
  ],
  ['nothing proves it', { name: 'NobodyTestedThis' }, /nothing proves NobodyTestedThis: add a scenario/],
  [
    'the name is no CamelCase',
    { name: 'high_error_rate' },
    /is not in CamelCase: write it like HighErrorRate/,
  ],
  [
    'the name is too long',
    { name: 'ThisNameIsLongerThanAnybodyWantsToReadAtNight' },
    /longer than 40 characters: shorten it/,
  ],
  [
    'the summary is a template',
    { summary: 'High errors in {{ $labels.service }}' },
    /alerts are grouped by it: move what varies into the description/,
  ],
  ['the summary has a full stop', { summary: 'It fails.' }, /is no headline/],
  ['the description is missing', { description: '' }, /must be a sentence/],
  // Of a kind that TypeScript refuses too; a fork may write its alerts elsewhere.
  ['the severity is unknown', { severity: 'page' as 'critical' }, /reaches nobody: choose one of critical/],
  ['the severity is for nobody', { severity: 'none' }, /choose critical, warning or info/],
  ['the team is unknown', { team: 'nobody' as 'infrastructure' }, /no team "nobody" is routed to/],
];

const LINE_MISTAKES: readonly (readonly [mistake: string, change: Partial<Alert>, told: RegExp])[] = [
  [
    'a field is mistyped',
    { expression: errorBurst.expression.replace('severity_text', 'severity_txt') },
    /no line has a field severity_txt/,
  ],
  [
    'the service is gone',
    { expression: 'sum by (event_type) (count_over_time({service_name=~".+"} [5m])) > 1' },
    /count lines with linesBy\(\)/,
  ],
  [
    'the description names what is not counted by',
    { description: '{{ $labels.model_name }} fails.' },
    /names \$labels\.model_name, which is not counted by: add it/,
  ],
  [
    'the range is too short',
    { expression: errorBurst.expression.replace('[5m]', '[1m]') },
    /\[1m\] cannot be drilled/,
  ],
  ['the runbook is deleted', { name: 'RunbookDeleted' }, /there is no docs\/runbooks\/RunbookDeleted\.md/],
];

describe('what is wrong', () => {
  test.each(MISTAKES)('%s - when it is linted - then it says what to do', (_mistake, change, told) => {
    expect(lintAlert({ ...highErrorRate, ...change }, context).join('\n')).toMatch(told);
  });

  test.each(LINE_MISTAKES)(
    '%s - when lines are linted - then it says what to do',
    (_mistake, change, told) => {
      expect(lintLogAlert({ ...errorBurst, ...change }, context).join('\n')).toMatch(told);
    },
  );
});
