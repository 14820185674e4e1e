import { type EXPLANATION_OUTCOMES, mlExplanationDurationSeconds, mlExplanationsTotal } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';

type ExplanationOutcome = (typeof EXPLANATION_OUTCOMES)[number];

/** What explanations cost, and what became of them; apart from predictions, which they are none of. */
export class ExplanationMetrics {
  readonly #explanations;
  readonly #duration;

  constructor(metrics: Metrics, model_name: string) {
    this.#explanations = metrics.counter(mlExplanationsTotal);
    this.#explanations.initialise({ model_name });
    this.#duration = metrics.histogram(mlExplanationDurationSeconds);
    this.#duration.initialise({ model_name });
  }

  count(model_name: string, outcome: ExplanationOutcome, predictions: number): void {
    this.#explanations.inc({ model_name, outcome }, predictions);
  }

  /** @param seconds of one request, however many predictions it names */
  observe(model_name: string, seconds: number, traceId: string | undefined): void {
    this.#duration.observe({ model_name }, seconds, traceId);
  }
}
