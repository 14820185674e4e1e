/** Names and labels of what is recorded: Sloth's, so that dashboards made for Sloth (14348) read ours. */
import { formatDuration, parseDuration } from './durations.ts';
import { decimal, fraction, multiply, toDecimal } from './fraction.ts';
import { type SloSpec, sloId } from './spec.ts';

export const SERIES = {
  objective: 'slo:objective:ratio',
  errorBudget: 'slo:error_budget:ratio',
  periodDays: 'slo:time_period:days',
  currentBurnRate: 'slo:current_burn_rate:ratio',
  periodBurnRate: 'slo:period_burn_rate:ratio',
  budgetRemaining: 'slo:period_error_budget_remaining:ratio',
  info: 'sloth_slo_info',
  /** Ours: bad events and all events per second, once a minute. Long windows and the period are sums of these. */
  badEvents: 'slo:sli_bad_events:rate',
  events: 'slo:sli_events:rate',
} as const;

/** A window as series and `sloth_window` call it, in every timing: `1d`, never `24h`. */
export const windowName = (window: string): string => formatDuration(parseDuration(window));

/** `slo:sli_error:ratio_rate5m`: share of bad events in the window, 0 to 1. */
export const errorRatioSeries = (window: string): string => `slo:sli_error:ratio_rate${windowName(window)}`;

/** Labels of every series of an SLO. */
export const sloLabels = (spec: SloSpec): Readonly<Record<string, string>> => ({
  ...spec.labels,
  sloth_id: sloId(spec),
  sloth_service: spec.service,
  sloth_slo: spec.name,
});

/** Labels of `sloth_slo_info` besides those of the SLO. */
export const infoLabels = (spec: SloSpec): Readonly<Record<string, string>> => ({
  sloth_mode: 'lab',
  sloth_objective: toDecimal(multiply(decimal(spec.objective), fraction(100n))),
  sloth_spec: 'lab/v1',
  sloth_version: 'compatible',
});

/** Matches exactly the series of one SLO. */
export const selectSlo = (series: string, spec: SloSpec): string =>
  `${series}{sloth_id="${sloId(spec)}",sloth_service="${spec.service}",sloth_slo="${spec.name}"}`;
