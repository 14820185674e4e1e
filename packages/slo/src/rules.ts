/**
 * Recording rules and alerts of an SLO.
 *
 * Windows up to an hour are read from the counters. Longer ones, and the period, are sums of two series that are
 * recorded once a minute: bad events and all events per second. Their quotient is errors / total over the window, so a
 * busy hour weighs more than a quiet one (an average of ratios, which Sloth's default is, lets one failed request at
 * night weigh as much as a thousand at noon), an hour without data weighs nothing, and thirty days cost 43 200 samples
 * of each series instead of half a million of every counter.
 *
 * Defined, and tested: no errors yet is a ratio of 0; no traffic is no ratio, and no alert; NaN is no data.
 */
import { alertWindowsOf, errorBudgetOf } from './check-spec.ts';
import { formatDuration, parseDuration } from './durations.ts';
import { EVENTS_INTERVAL, eventExpressions, isCounted } from './events.ts';
import { decimal, divide, fraction, toDecimal } from './fraction.ts';
import { errorRatioSeries, infoLabels, SERIES, selectSlo, sloLabels, windowName } from './series.ts';
import { DEFAULT_MINIMUM_BAD_EVENTS, type SloSpec, sloId } from './spec.ts';
import { inTiming, type Timing } from './timing.ts';
import { type AlertSeverity, burnFactor, type NamedPair, pairsOf, SEVERITIES, SPEEDS } from './windows.ts';

type Labels = Readonly<Record<string, string>>;

export interface SloRecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Labels;
}

export interface SloAlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** As in a rule file of Prometheus. */
export interface SloRuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly (SloRecordingRule | SloAlertRule)[];
}

/** Up to here a window is read from the counters; what is longer is a sum of recorded events. */
const LONGEST_FROM_COUNTERS = parseDuration('1h');
/** The range of the rates that are recorded as events, and the window of the current burn rate. */
const EVENTS_WINDOW = '5m';

const eventsInterval = ({ divisor }: Timing): number => parseDuration(EVENTS_INTERVAL) / divisor;

/** Rule groups of one SLO. The spec must have passed `checkSpecs`. */
export const sloRuleGroups = (spec: SloSpec, timing: Timing): readonly SloRuleGroup[] => {
  const interval = formatDuration(eventsInterval(timing));
  const recorded = (rules: readonly SloRecordingRule[]) =>
    rules.map((rule) => ({ ...rule, expr: inTiming(rule.expr, timing) }));
  return [
    {
      name: `sloth-slo-sli-recordings-${sloId(spec)}`,
      interval,
      rules: recorded([...eventRules(spec, timing), ...windowRules(spec, timing)]),
    },
    { name: `sloth-slo-meta-recordings-${sloId(spec)}`, rules: recorded(metaRules(spec, timing)) },
    { name: `sloth-slo-alerts-${sloId(spec)}`, rules: alertRules(spec, timing) },
  ];
};

/** Every window that is recorded, short to long, the period last. */
export function recordedWindows(spec: SloSpec): readonly string[] {
  const windows = pairsOf(alertWindowsOf(spec)).flatMap(({ short, long }) => [short, long]);
  const milliseconds = new Set([EVENTS_WINDOW, ...windows, spec.period].map(parseDuration));
  return [...milliseconds].sort((left, right) => left - right).map(formatDuration);
}

function eventRules(spec: SloSpec, timing: Timing): SloRecordingRule[] {
  const { bad, all } = eventExpressions(spec.sli, EVENTS_WINDOW, eventsInterval(timing) / 1000);
  const labels = sloLabels(spec);
  return [
    { record: SERIES.badEvents, expr: bad, labels },
    { record: SERIES.events, expr: `${all} >= 0`, labels },
  ];
}

const windowRules = (spec: SloSpec, timing: Timing): SloRecordingRule[] =>
  recordedWindows(spec).map((window) => ({
    record: errorRatioSeries(window),
    expr: errorRatio(spec, window, timing),
    labels: { ...sloLabels(spec), sloth_window: windowName(window) },
  }));

function errorRatio(spec: SloSpec, window: string, timing: Timing): string {
  if (isCounted(spec.sli) && parseDuration(window) <= LONGEST_FROM_COUNTERS) {
    const { bad, all } = eventExpressions(spec.sli, window, eventsInterval(timing) / 1000);
    return `(${bad})\n/\n(${all} > 0)`;
  }
  const sum = (series: string) => `sum_over_time(${selectSlo(series, spec)}[${window}])`;
  return `${sum(SERIES.badEvents)}\n/\n(${sum(SERIES.events)} > 0)`;
}

function metaRules(spec: SloSpec, { divisor }: Timing): SloRecordingRule[] {
  const budget = errorBudgetOf(spec);
  const days = divide(
    fraction(BigInt(parseDuration(spec.period))),
    fraction(BigInt(parseDuration('1d')) * BigInt(divisor)),
  );
  const burn = (window: string) =>
    [
      `max without (sloth_window) (${selectSlo(errorRatioSeries(window), spec)})`,
      '/ on (sloth_id, sloth_service, sloth_slo) group_left ()',
      selectSlo(SERIES.errorBudget, spec),
    ].join('\n');
  const rule = (record: string, expr: string, more: Labels = {}) => ({
    record,
    expr,
    labels: { ...sloLabels(spec), ...more },
  });
  return [
    rule(SERIES.objective, `vector(${toDecimal(decimal(spec.objective))})`),
    rule(SERIES.errorBudget, `vector(${toDecimal(budget)})`),
    rule(SERIES.periodDays, `vector(${toDecimal(days)})`),
    rule(SERIES.currentBurnRate, burn(EVENTS_WINDOW)),
    rule(SERIES.periodBurnRate, burn(spec.period)),
    rule(SERIES.budgetRemaining, `1 - ${selectSlo(SERIES.periodBurnRate, spec)}`),
    rule(SERIES.info, 'vector(1)', infoLabels(spec)),
  ];
}

/**
 * Somebody counted before the short window began. On a stack of a minute every window holds the same minute, and three
 * failures while things start would be "a burn of 3 over three days".
 */
function notYoung(spec: SloSpec, { short, long }: NamedPair): string {
  const before = formatDuration(parseDuration(long) - parseDuration(short));
  return `present_over_time(${selectSlo(SERIES.events, spec)}[${before}] offset ${short})`;
}

/** When one pair fires, in the timing. */
export function pairExpression(spec: SloSpec, pair: NamedPair, timing: Timing): string {
  const threshold = `(${toDecimal(burnFactor(pair, spec.period))} * ${toDecimal(errorBudgetOf(spec))})`;
  const above = (window: string) =>
    `max without (sloth_window) (${selectSlo(errorRatioSeries(window), spec)} > ${threshold})`;
  const { minimumBadEvents = DEFAULT_MINIMUM_BAD_EVENTS } = spec;
  // In the drill a window sees a sixtieth of the events.
  const minimum = toDecimal(fraction(BigInt(minimumBadEvents), BigInt(timing.divisor)));
  const enough =
    minimumBadEvents === 0
      ? []
      : [
          `(sum_over_time(${selectSlo(SERIES.badEvents, spec)}[${pair.long}]) * ${eventsInterval(timing) / 1000} >= ${minimum})`,
        ];
  return inTiming(
    [above(pair.short), above(pair.long), ...enough, notYoung(spec, pair)].join('\nand\n'),
    timing,
  );
}

/**
 * Those of the SLO are on its series already; on the rule they keep alerts of one name apart, as promtool's lint wants.
 */
export const alertLabels = (spec: SloSpec, severity: AlertSeverity): Labels => ({
  ...sloLabels(spec),
  ...spec.alerting.labels,
  ...spec.alerting[severity].labels,
  sloth_severity: severity,
});

function alertRules(spec: SloSpec, timing: Timing): SloAlertRule[] {
  const pairs = pairsOf(alertWindowsOf(spec));
  const { alerting } = spec;
  return SEVERITIES.map((severity) => ({
    alert: alerting.name,
    expr: SPEEDS.flatMap((speed) =>
      pairs.filter((pair) => pair.severity === severity && pair.speed === speed),
    )
      .map((pair) => `(\n${pairExpression(spec, pair, timing)}\n)`)
      .join('\nor\n'),
    labels: alertLabels(spec, severity),
    annotations: {
      title: `(${severity}) {{ $labels.sloth_service }} {{ $labels.sloth_slo }} SLO error budget burn rate is too fast.`,
      ...alerting.annotations,
    },
  }));
}
