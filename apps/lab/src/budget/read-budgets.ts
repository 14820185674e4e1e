import type { PrometheusApi, Sample } from '@lab/engine-clients';
import { type ErrorBudget, errorBudget, SERIES } from '@lab/slo';
import { readCoverage } from './read-coverage.ts';

/** The error budget of one objective, as Prometheus has recorded it. */
export interface SloBudget extends ErrorBudget {
  /** `sloth_id`: service and name. */
  readonly id: string;
  /** Share of events that must be good, 0 to 1. */
  readonly objective: number;
  readonly periodMs: number;
  /** Share of good events over the period, 0 to 1; undefined where nothing was counted. */
  readonly sli: number | undefined;
  /** Share of the period for which anything was recorded, 0 to 1. */
  readonly covered: number;
}

const DAY_MS = 86_400_000;
/** Long enough to be more than a moment, short enough to be about now. */
const RECENT = 'slo:sli_error:ratio_rate1h';

/** Budgets of all objectives that Prometheus has rules for, by id; empty where it has none. */
export async function readBudgets(prometheus: PrometheusApi): Promise<readonly SloBudget[]> {
  const [objectives, days, burnt, recent] = await Promise.all(
    [SERIES.objective, SERIES.periodDays, SERIES.periodBurnRate, RECENT].map(async (series) =>
      byId(await prometheus.query(series)),
    ),
  );
  const coverage = new Map(
    await Promise.all(
      [...new Set(days?.values() ?? [])].map(
        async (period) => [period, await readCoverage(prometheus, period * DAY_MS)] as const,
      ),
    ),
  );
  return [...(objectives ?? [])]
    .flatMap(([id, objective]): SloBudget[] => {
      const period = days?.get(id);
      if (period === undefined) return [];
      const periodMs = period * DAY_MS;
      const burnRate = burnt?.get(id);
      const periodErrorRatio = burnRate === undefined ? undefined : burnRate * (1 - objective);
      const budget = errorBudget({
        objective,
        periodMs,
        periodErrorRatio,
        recentErrorRatio: recent?.get(id),
      });
      const sli = periodErrorRatio === undefined ? undefined : 1 - periodErrorRatio;
      const covered = coverage.get(period)?.get(id) ?? 0;
      return [{ id, objective, periodMs, sli, covered, ...budget }];
    })
    .sort((left, right) => left.id.localeCompare(right.id));
}

/** NaN is no answer. */
const byId = (samples: readonly Sample[]): ReadonlyMap<string, number> =>
  new Map(
    samples
      .filter(({ value }) => !Number.isNaN(value))
      .map(({ labels, value }) => [labels.sloth_id ?? '', value]),
  );
