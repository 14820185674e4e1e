import { randomUUID } from 'node:crypto';
import { type Comparison, type DriftReport, worstState } from '@lab/drift-report';
import type { Logger } from '@lab/instrumentation';
import { alphaPerRun } from '@lab/statistics/calibration';
import { trace } from '@opentelemetry/api';
import type { DriftThread } from '../adapters/drift-thread.ts';
import type { ProfileStore } from '../adapters/profile-store.ts';
import type { ReportStore } from '../adapters/report-store.ts';
import type { ThresholdStore } from '../adapters/threshold-store.ts';
import type { FeatureRow, TimeWindow, WindowStore } from '../adapters/window-store.ts';
import type { DriftResult } from '../domain/drift/compute-drift.ts';
import type { LabelledScore } from '../domain/drift/drift-input.ts';
import { maturitySeconds } from '../domain/model-quality.ts';
import type { DriftMetrics } from '../drift-metrics.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Step, Work } from './pipeline.ts';

interface DriftDeps {
  readonly windows: WindowStore;
  readonly profiles: ProfileStore;
  readonly thresholds: ThresholdStore;
  readonly reports: ReportStore;
  readonly thread: DriftThread;
  readonly metrics: DriftMetrics;
  readonly logger: Logger;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of the last days, the present window left out. */
const RECENT_MS = 7 * DAY_MS;
const RECENT_ROWS = 2000;
/** Fewer rows know less than the training data's sample: until there are as many nothing is said. */
const LEAST_RECENT_ROWS = 500;
const DELAYS = 2000;

/**
 * One drift run per model: its inputs, outputs and labels against the training data, and its inputs against the last days.
 * Each run leaves metrics, a report, and a `model_drift` line wherever something is not as it should be; what has moved
 * against the last days is a `model_recent_drift` line, which alarms nobody.
 */
export function driftWork(deps: DriftDeps): Work<DriftReport[]> {
  const { windows, reports, metrics, logger } = deps;
  return async (step) => {
    const reportsOfRun: DriftReport[] = [];
    for (const model of await step('list_models', () => windows.models())) {
      const report = await runOf(model, deps, step);
      if (report === undefined) continue;
      await step('store_report', () => reports.insert(report));
      metrics.publish(report);
      writeLines(report, logger);
      reportsOfRun.push(report);
    }
    return reportsOfRun.length === 0 ? undefined : reportsOfRun;
  };
}

/** @returns undefined where nothing was predicted, or the champion has no profile */
async function runOf(model: string, deps: DriftDeps, step: Step): Promise<DriftReport | undefined> {
  const { windows, profiles, thread, settings, now } = deps;
  const to = now();
  const window = { from: to - settings.MONITOR_DRIFT_WINDOW_MS, to };
  const rows = await step('read_window', () => windows.features(model, window, settings.MONITOR_DRIFT_ROWS));
  const version = championOf(rows);
  if (version === undefined) return undefined;
  const profile = await step('read_profile', () => profiles.get(model, version));
  if (profile === undefined) return undefined;
  const thresholds = await step('read_thresholds', () => deps.thresholds.get(model, version));
  const labelled = await step('read_labels', () => labelledScores(model, version, deps));
  const recent = await step('read_recent', () => recentRows(model, window, deps));
  const alpha = alphaPerRun({
    falseAlarmsPerDay: settings.MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY,
    runsPerDay: DAY_MS / (settings.MONITOR_DRIFT_INTERVAL_MS || HOUR_MS),
  });
  const result = await step('compare', () =>
    thread.compute({
      profile,
      thresholds,
      rows,
      labelled,
      recent: recent.rows.length < LEAST_RECENT_ROWS ? undefined : recent,
      alpha,
    }),
  );
  const report = reportOf(result, {
    id: randomUUID(),
    title: `Drift of ${model} version ${version}`,
    created_at: new Date(to).toISOString(),
    model_name: model,
    model_version: version,
    ...traceId(),
    reference: { description: 'held-out data of the training', rows: profile.rows },
    current: {
      description: 'answered predictions',
      rows: rows.length,
      from: new Date(rows.at(-1)?.predictedAt ?? window.from).toISOString(),
      to: new Date(to).toISOString(),
    },
    alpha,
    accepted_false_alarms_per_day: settings.MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY,
    recentRows: recent.rows.length,
  });
  trace.getActiveSpan()?.setAttributes({
    'drift.state': report.state,
    'drift.rows': rows.length,
    'drift.recent.state': worstState((report.recent?.features ?? []).map(({ state }) => state)),
    'drift.recent.rows': recent.rows.length,
  });
  return report;
}

/** The version that answered last as champion; of the canary alone nothing is known that a champion would be judged by. */
const championOf = (rows: readonly FeatureRow[]): string | undefined =>
  (rows.find(({ role }) => role === 'champion') ?? rows[0])?.modelVersion;

async function labelledScores(
  model: string,
  version: string,
  { windows, settings, now }: DriftDeps,
): Promise<LabelledScore[]> {
  const maturity = maturitySeconds(
    await windows.recentLabelDelays(model, DELAYS),
    settings.MONITOR_MATURITY_QUANTILE,
  );
  if (maturity === undefined) return [];
  const to = now() - maturity * 1000;
  const window: TimeWindow = { from: to - settings.MONITOR_DRIFT_WINDOW_MS, to };
  const outcomes = await windows.outcomes(model, window, settings.MONITOR_DRIFT_ROWS);
  return outcomes.flatMap(({ modelVersion, score, isFraud }) =>
    modelVersion === version && score !== null && isFraud !== null ? [{ score, isFraud }] : [],
  );
}

async function recentRows(
  model: string,
  { from }: TimeWindow,
  { windows }: DriftDeps,
): Promise<{ key: string; rows: FeatureRow[] }> {
  // Read anew once an hour: until then the null distributions that were drawn of it stay good.
  const to = Math.floor(from / HOUR_MS) * HOUR_MS;
  const rows = await windows.sampledFeatures(model, { from: to - RECENT_MS, to }, RECENT_ROWS);
  return { key: `${model} ${to}`, rows };
}

function traceId(): { trace_id?: string } {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext === undefined ? {} : { trace_id: spanContext.traceId };
}

type ReportHead = Pick<
  DriftReport,
  | 'id'
  | 'title'
  | 'created_at'
  | 'model_name'
  | 'model_version'
  | 'trace_id'
  | 'reference'
  | 'current'
  | 'alpha'
  | 'accepted_false_alarms_per_day'
> & { readonly recentRows: number };

function reportOf(result: DriftResult, { recentRows, ...head }: ReportHead): DriftReport {
  const { features, outputs, concept, segments, recent } = result;
  const inputs = [...features, ...segments];
  const drifted = (comparisons: readonly { state: string }[]): boolean =>
    comparisons.some(({ state }) => state === 'drift');
  const kinds = {
    covariate: drifted(inputs),
    prediction: drifted(outputs),
    concept: concept.state === 'drift',
  };
  return {
    ...head,
    state: worstState([...inputs, ...outputs, concept].map(({ state }) => state)),
    kinds: (['covariate', 'prediction', 'concept'] as const).filter((kind) => kinds[kind]),
    features,
    outputs,
    concept,
    segments,
    recent: { description: 'the last 7 days', rows: recentRows, features: recent ?? [] },
  };
}

function writeLines(report: DriftReport, logger: Logger): void {
  const columns = [
    ...report.features.map((comparison) => ({ kind: 'covariate', comparison })),
    ...report.outputs.map((comparison) => ({ kind: 'prediction', comparison })),
    ...(report.concept === undefined ? [] : [{ kind: 'concept', comparison: report.concept }]),
  ];
  for (const { kind, comparison } of columns) {
    if (!hasMoved(comparison)) continue;
    logger[comparison.state === 'drift' ? 'error' : 'warn'](
      { event_type: 'model_drift', drift_kind: kind, ...lineOf(report, comparison) },
      'model drift',
    );
  }
  for (const comparison of (report.recent?.features ?? []).filter(hasMoved)) {
    logger.info(
      { event_type: 'model_recent_drift', drift_kind: 'covariate', ...lineOf(report, comparison) },
      'model drift against the last 7 days',
    );
  }
}

const hasMoved = ({ state }: Comparison): boolean => state === 'drift' || state === 'warning';

const lineOf = (
  { model_name, model_version, id: report_id }: DriftReport,
  comparison: Comparison,
): Record<string, unknown> => ({
  drift_state: comparison.state,
  model_name,
  model_version,
  feature_name: comparison.name,
  drift_score: comparison.score,
  drift_method: comparison.method,
  statistic: comparison.statistic,
  threshold: comparison.threshold,
  p_value: comparison.p_value,
  samples: comparison.current_samples,
  report_id,
});
