/** Unit tests of promtool for the rules of SLOs, as data in the shape of promtool's file. */
import { alertWindowsOf, errorBudgetOf } from '../check-spec.ts';
import { formatDuration, parseDuration } from '../durations.ts';
import { toDecimal } from '../fraction.ts';
import { alertLabels, pairExpression } from '../rules.ts';
import { errorRatioSeries, SERIES, selectSlo } from '../series.ts';
import { DEFAULT_MINIMUM_BAD_EVENTS, type SloSpec, sloId } from '../spec.ts';
import { PRODUCTION } from '../timing.ts';
import {
  type AlertSeverity,
  type NamedPair,
  pairThreshold,
  SEVERITIES,
  SPEEDS,
  type Speed,
} from '../windows.ts';
import { idleSeries, singleFailureSeries } from './edge-series.ts';
import { type InputSeries, inputSeries } from './input-series.ts';
import { pairCourse } from './pair-course.ts';

interface Query {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
}

type Labels = Readonly<Record<string, string>>;

interface AlertQuery {
  readonly alertname: string;
  readonly eval_time: string;
  readonly exp_alerts: readonly { readonly exp_labels: Labels; readonly exp_annotations: Labels }[];
}

export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly InputSeries[];
  readonly promql_expr_test?: readonly Query[];
  readonly alert_rule_test?: readonly AlertQuery[];
}

/** Samples of the input series come once a minute. */
const INTERVAL = '1m';

const at = (minutes: number): string => formatDuration(minutes * 60_000);

/** 1 where the expression has a result, nothing where it has none: which alert fires is asked, not with what value. */
const isTrue = (expr: string, minutes: number): Query => ({
  expr: `count(${expr})`,
  eval_time: at(minutes),
  exp_samples: [{ labels: '{}', value: 1 }],
});
const isNothing = (expr: string, minutes: number): Query => ({
  expr,
  eval_time: at(minutes),
  exp_samples: [],
});
const is = (expr: string, minutes: number, value: number): Query => ({
  expr: `max(${expr})`,
  eval_time: at(minutes),
  exp_samples: [{ labels: '{}', value }],
});

const firing = (spec: SloSpec, severity?: AlertSeverity): string =>
  `ALERTS{alertstate="firing",sloth_id="${sloId(spec)}"${severity === undefined ? '' : `,sloth_severity="${severity}"`}}`;

/**
 * Each of the four pairs stays silent in a burst that only its short window notices and just below its threshold, fires
 * above it, and resolves while the long window still remembers.
 * @param step minutes between two evaluations in the file that the tests go to
 */
export const pairTests = (spec: SloSpec, step: number): readonly PromtoolTest[] =>
  SEVERITIES.flatMap((severity) => SPEEDS.map((speed) => pairTest(spec, severity, speed, step)));

const aboveThreshold = (spec: SloSpec, pair: NamedPair, window: 'short' | 'long'): string =>
  `${selectSlo(errorRatioSeries(pair[window]), spec)} > ${toDecimal(pairThreshold(pair, spec.period, errorBudgetOf(spec)))}`;

function pairTest(spec: SloSpec, severity: AlertSeverity, speed: Speed, step: number): PromtoolTest {
  const course = pairCourse(spec, severity, speed, step);
  const { pair, phases, shareStep, burstAt, silentAt, firesAt, resolvedAt, longStillAbove } = course;
  const expression = pairExpression(spec, pair, PRODUCTION);
  const alert = firing(spec, severity);
  return {
    name: `${sloId(spec)}: the ${speed} ${severity} pair (${pair.short}, ${pair.long}) stays silent in a burst and just below its threshold, fires above it and resolves`,
    interval: INTERVAL,
    input_series: inputSeries(spec.sli, phases, shareStep),
    promql_expr_test: [
      isTrue(aboveThreshold(spec, pair, 'short'), burstAt),
      isNothing(expression, burstAt),
      isNothing(expression, silentAt),
      isTrue(expression, firesAt),
      isTrue(alert, firesAt),
      isNothing(expression, resolvedAt),
      ...(longStillAbove ? [isTrue(aboveThreshold(spec, pair, 'long'), resolvedAt)] : []),
      // The slow pair has the lower threshold and the longer memory: where it is silent, so is the alert.
      ...(speed === 'slow' ? [isNothing(alert, silentAt), isNothing(alert, resolvedAt)] : []),
    ],
  };
}

/**
 * A total outage of a stack that knows nothing else fires both alerts with every label and annotation, each as soon as
 * the short window of its quick pair is no longer all there is.
 */
function outageTest(spec: SloSpec): PromtoolTest {
  const { page, ticket } = alertWindowsOf(spec);
  const [pageAt, ticketAt] = [page, ticket].map(({ quick }) => minutesOf(quick.short) + OUTAGE_GRACE_MINUTES);
  return {
    name: `${sloId(spec)}: a total outage pages and opens a ticket, and what has just begun does neither`,
    interval: INTERVAL,
    input_series: inputSeries(spec.sli, [{ minutes: ticketAt ?? 0, share: 1 }]),
    alert_rule_test: [
      { alertname: spec.alerting.name, eval_time: at(YOUNG_MINUTES), exp_alerts: [] },
      {
        alertname: spec.alerting.name,
        eval_time: at(pageAt ?? 0),
        exp_alerts: [expectedAlert(spec, 'page')],
      },
      {
        alertname: spec.alerting.name,
        eval_time: at(ticketAt ?? 0),
        exp_alerts: SEVERITIES.map((severity) => expectedAlert(spec, severity)),
      },
    ],
  };
}

/** Below the shortest window that a spec may have. */
const YOUNG_MINUTES = 4;
/** Beyond the short window, for what needs some minutes to count anything. */
const OUTAGE_GRACE_MINUTES = 10;
const minutesOf = (duration: string): number => parseDuration(duration) / 60_000;

function expectedAlert(spec: SloSpec, severity: AlertSeverity) {
  const { alerting } = spec;
  const labels = alertLabels(spec, severity);
  const annotations = {
    title: `(${severity}) ${spec.service} ${spec.name} SLO error budget burn rate is too fast.`,
    ...alerting.annotations,
  };
  const filled = Object.entries(annotations).map(([name, text]) => [name, fill(text, labels)]);
  return { exp_labels: labels, exp_annotations: Object.fromEntries(filled) as Labels };
}

/** What Prometheus makes of a template during a total outage. */
const fill = (template: string, labels: Labels): string =>
  template
    .replaceAll(/\{\{ ?\$labels\.(\w+) ?\}\}/g, (_, label: string) => labels[label] ?? '')
    .replaceAll('{{ $value | humanizePercentage }}', '100%');

const GOOD_MINUTES = 20;
const IDLE_MINUTES = 20;

/** No errors yet is a full budget, and no data is neither an error nor a new budget. */
function quietTest(spec: SloSpec): PromtoolTest {
  const ratio = selectSlo(errorRatioSeries('5m'), spec);
  const remaining = selectSlo(SERIES.budgetRemaining, spec);
  const end = GOOD_MINUTES + IDLE_MINUTES;
  return {
    name: `${sloId(spec)}: without a single error the budget is full, and without data there is no ratio and no alert`,
    interval: INTERVAL,
    input_series: idleSeries(spec.sli, GOOD_MINUTES, IDLE_MINUTES),
    promql_expr_test: [
      is(ratio, GOOD_MINUTES, 0),
      is(remaining, GOOD_MINUTES, 1),
      isNothing(ratio, end),
      is(remaining, end, 1),
      isNothing(firing(spec), end),
    ],
  };
}

/** One failure that is all the traffic of an hour is no reason to wake anybody; states have no single failures. */
function singleFailureTests(spec: SloSpec): readonly PromtoolTest[] {
  const series = singleFailureSeries(spec.sli);
  const { minimumBadEvents = DEFAULT_MINIMUM_BAD_EVENTS } = spec;
  if (series === undefined || minimumBadEvents < 2) return [];
  return [
    {
      name: `${sloId(spec)}: a single failure in an hour burns everything and fires nothing, because it is below the minimum of bad events`,
      interval: INTERVAL,
      input_series: series.input,
      promql_expr_test: [
        is(selectSlo(errorRatioSeries('5m'), spec), series.minutes, 1),
        is(selectSlo(errorRatioSeries('1h'), spec), series.minutes, 1),
        isNothing(firing(spec), series.minutes),
      ],
    },
  ];
}

/** What happens besides the windows: everything fails, nothing fails, nothing happens, one thing fails. */
export const behaviourTests = (spec: SloSpec): readonly PromtoolTest[] => [
  outageTest(spec),
  quietTest(spec),
  ...singleFailureTests(spec),
];
