import {
  mlLabelDelaySeconds,
  mlLabelledScore,
  mlLabelsReceivedTotal,
  mlRevenueImpactTotal,
} from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { JoinedPrediction } from './adapters/label-store.ts';
import { predictionType, revenueImpact } from './domain/revenue.ts';

export type LabelOutcomes = ReturnType<typeof labelOutcomes>;

export const labelOutcomes = (metrics: Metrics) => metrics.counter(mlLabelsReceivedTotal);

/**
 * Counts what is known once a label has met its prediction. The store gives each pair once, whichever side came first, so
 * money is counted once; a label that is corrected later changes the quality, not what has been counted.
 */
export class JoinedLabels {
  readonly #outcomes: LabelOutcomes;
  readonly #delay;
  readonly #revenue;
  readonly #score;
  readonly #margin: number;

  /** @param margin share of an amount that a good payment earns */
  constructor(metrics: Metrics, outcomes: LabelOutcomes, margin: number) {
    this.#outcomes = outcomes;
    this.#delay = metrics.histogram(mlLabelDelaySeconds);
    this.#revenue = metrics.counter(mlRevenueImpactTotal);
    this.#score = metrics.histogram(mlLabelledScore);
    this.#margin = margin;
  }

  count(joined: readonly JoinedPrediction[]): void {
    for (const prediction of joined) {
      const { modelName: model_name, modelVersion: model_version, score, isFraud } = prediction;
      if (score !== null) {
        const label = isFraud ? 'fraud' : 'legitimate';
        this.#score.observe({ model_name, model_version, label }, score);
      }
      if (prediction.role === 'shadow') continue; // has moved no money, and has the same label and delay
      this.#outcomes.inc({ outcome: 'joined' });
      this.#delay.observe({ model_name }, Math.max(0, prediction.delaySeconds));
      if (prediction.decision === null || prediction.amount === null) continue;
      const prediction_type = predictionType(prediction.decision, isFraud);
      this.#revenue.inc(
        { model_name, prediction_type },
        revenueImpact(prediction_type, prediction.amount, this.#margin),
      );
    }
  }
}
