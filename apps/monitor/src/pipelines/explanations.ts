import { PredictionFeatures } from '@lab/contracts';
import type { Logger } from '@lab/instrumentation';
import { Compile } from 'typebox/compile';
import type { InferenceClient } from '../adapters/inference-client.ts';
import type { FeatureRow, WindowStore } from '../adapters/window-store.ts';
import { evenly, type FeatureShare, featureShares } from '../domain/feature-shares.ts';
import { InferenceUnavailable, VersionNotExplained } from '../errors.ts';
import type { ExplanationMetrics } from '../explanation-metrics.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Step, Work } from './pipeline.ts';

export interface ExplanationsResult {
  readonly model_name: string;
  readonly model_version: string;
  /** Predictions that were explained. */
  readonly predictions: number;
  readonly features: readonly FeatureShare[];
}

interface ExplanationsDeps {
  readonly windows: WindowStore;
  /** Undefined where the service runs without an inference service: then nothing is explained. */
  readonly inference: InferenceClient | undefined;
  readonly metrics: ExplanationMetrics;
  readonly logger: Logger;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

/** Newest predictions that the sample is drawn from. */
const RECENT_ROWS = 2000;

const isComplete = Compile(PredictionFeatures);

/**
 * Which features moved the scores lately, by the explanations of a sample of the predictions of each version that answers.
 *
 * An inference service that is away or busy is told by its own alerts: such a run is skipped, and publishes nothing that is
 * no longer known.
 */
export function explanationsWork(deps: ExplanationsDeps): Work<ExplanationsResult[]> {
  const { windows, metrics, settings, now } = deps;
  return async (step) => {
    if (deps.inference === undefined) return undefined;
    const results: ExplanationsResult[] = [];
    for (const model of await step('list_models', () => windows.models())) {
      const to = now();
      const window = { from: to - settings.MONITOR_DRIFT_WINDOW_MS, to };
      const rows = await step('read_window', () => windows.features(model, window, RECENT_ROWS));
      const explained =
        rows.length === 0 ? [] : await explainVersions(model, rows, deps.inference, deps, step);
      metrics.publish(model, explained);
      results.push(...explained);
    }
    return results.length === 0 ? undefined : results;
  };
}

async function explainVersions(
  model_name: string,
  rows: readonly FeatureRow[],
  inference: InferenceClient,
  { logger, settings }: ExplanationsDeps,
  step: Step,
): Promise<ExplanationsResult[]> {
  const results: ExplanationsResult[] = [];
  const complete = rows.filter(({ features }) => isComplete.Check(features));
  const versions = Object.groupBy(complete, ({ modelVersion }) => modelVersion);
  for (const [model_version, own = []] of Object.entries(versions)) {
    const sample = evenly(own, settings.MONITOR_EXPLANATION_ROWS).map(
      ({ features }) => features as PredictionFeatures,
    );
    try {
      const explanations = await step('explain', () => inference.explain(model_version, sample));
      const features = featureShares(explanations);
      results.push({ model_name, model_version, predictions: sample.length, features });
    } catch (error) {
      if (!(error instanceof InferenceUnavailable || error instanceof VersionNotExplained)) throw error;
      logger.warn(
        { error, event_type: 'predictions_unexplained', model_name, model_version },
        'predictions are not explained',
      );
    }
  }
  return results;
}
