import type { LabelStore } from '../adapters/label-store.ts';
import type { TimeWindow, WindowStore } from '../adapters/window-store.ts';
import { LearntCalibrations } from '../domain/learnt-calibrations.ts';
import { maturitySeconds, qualityByVersion, type VersionQuality } from '../domain/model-quality.ts';
import type { JoinedLabels } from '../joined-labels.ts';
import type { QualityMetrics } from '../quality-metrics.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Work } from './pipeline.ts';

/** Labels whose delay says how long labels take now. */
const DELAYS = 2000;
/** Calibrations are learnt so many times per window: what scores mean changes slowly, and reading costs. */
const LESSONS_PER_WINDOW = 12;

export interface ModelQualityResult {
  readonly model_name: string;
  /** Undefined before the first label: nothing is mature then. */
  readonly window: TimeWindow | undefined;
  readonly versions: readonly VersionQuality[];
}

interface ModelQualityDeps {
  readonly windows: WindowStore;
  readonly labels: LabelStore;
  readonly joined: JoinedLabels;
  readonly metrics: QualityMetrics;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

/**
 * Quality over a sliding window of mature predictions, in event time: those made before the watermark, by which nearly all
 * their labels have come. Younger ones would count only the labels that come fast, which are not like the others.
 */
export function modelQualityWork(deps: ModelQualityDeps): Work<ModelQualityResult[]> {
  const { windows, labels, joined, metrics, settings, now } = deps;
  const { MONITOR_QUALITY_WINDOW_MS: windowMs, MONITOR_QUALITY_ROWS: mostRows } = settings;
  const calibrations = new LearntCalibrations(windowMs / LESSONS_PER_WINDOW);
  return async (step) => {
    joined.count(await step('join_left_behind', () => labels.joinLeftBehind()));
    const models = await step('list_models', () => windows.models());
    const results: ModelQualityResult[] = [];
    for (const model of models) {
      const delays = await step('read_delays', () => windows.recentLabelDelays(model, DELAYS));
      const maturity = maturitySeconds(delays, settings.MONITOR_MATURITY_QUANTILE);
      if (maturity === undefined) {
        results.push({ model_name: model, window: undefined, versions: [] });
        continue;
      }
      const to = now() - maturity * 1000;
      const window = { from: to - windowMs, to };
      const outcomes = await step('read_window', () => windows.outcomes(model, window, mostRows));
      if (calibrations.isDue(model, now())) {
        // Where the window holds more rows than are read, what lies before them is not before the window.
        const before = outcomes.length < mostRows ? window.from : (outcomes.at(-1)?.predictedAt ?? 0) - 1;
        const earlier = await step('read_calibration_window', () =>
          windows.outcomes(model, { from: before - windowMs, to: before }, mostRows),
        );
        calibrations.learn(model, outcomes, earlier, now());
      }
      const versions = await step('measure', async () =>
        qualityByVersion(outcomes, (version) => calibrations.of(model, version)),
      );
      metrics.publish(model, to, versions);
      results.push({ model_name: model, window, versions });
    }
    return results.length === 0 ? undefined : results;
  };
}
