import { mlFeatureContributionRatio } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { ExplanationsResult } from './pipelines/explanations.ts';

/** What the last run explained; what it could not explain has no series. */
export class ExplanationMetrics {
  readonly #ratio;

  constructor(metrics: Metrics) {
    this.#ratio = metrics.gauge(mlFeatureContributionRatio);
  }

  publish(model_name: string, results: readonly ExplanationsResult[]): void {
    this.#ratio.remove({ model_name });
    for (const { model_version, features } of results) {
      for (const { feature_name, share } of features) {
        this.#ratio.set({ model_name, model_version, feature_name }, share);
      }
    }
  }
}
