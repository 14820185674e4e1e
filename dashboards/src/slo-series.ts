/** What `@lab/slo` records, as series of the catalogue's kind: names are Sloth's. */
import type { Series } from '@lab/catalogue/promql';
import { SLOS } from '@lab/catalogue/slos';
import { errorRatioSeries, recordedWindows, SERIES, windowName } from '@lab/slo';

const OF_SLO = { sloth_id: true, sloth_service: true, sloth_slo: true } as const;
type SloLabel = keyof typeof OF_SLO;

const series = (name: string) => ({ name, labels: OF_SLO });

export const sloObjective = series(SERIES.objective);
export const sloErrorBudget = series(SERIES.errorBudget);
export const sloPeriodDays = series(SERIES.periodDays);
export const sloCurrentBurnRate = series(SERIES.currentBurnRate);
export const sloPeriodBurnRate = series(SERIES.periodBurnRate);
export const sloBudgetRemaining = series(SERIES.budgetRemaining);
export const sloEvents = series(SERIES.events);
export const sloBadEvents = series(SERIES.badEvents);

/** Share of bad events over a window that at least one objective records. */
export const sloErrorRatio = (
  window: string,
): Series & { readonly labels: Readonly<Record<SloLabel | 'sloth_window', true>> } => ({
  name: errorRatioSeries(window),
  labels: { ...OF_SLO, sloth_window: true },
});

/** Windows that every objective records, short to long. */
export const COMMON_WINDOWS: readonly string[] = SLOS.map((slo) =>
  recordedWindows(slo).map(windowName),
).reduce((common, windows) => common.filter((window) => windows.includes(window)));

export const SLO_SERIES: readonly Series[] = [
  sloObjective,
  sloErrorBudget,
  sloPeriodDays,
  sloCurrentBurnRate,
  sloPeriodBurnRate,
  sloBudgetRemaining,
  sloEvents,
  sloBadEvents,
  ...new Set(SLOS.flatMap((slo) => recordedWindows(slo).map(windowName))),
].map((entry) => (typeof entry === 'string' ? sloErrorRatio(entry) : entry));
