import { poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

const SPANS = [
  { service: 'inference', span: 'POST /predict' },
  { service: 'inference', span: 'model_inference' },
  { service: 'features', span: 'GET /features/:entity_id' },
] as const;

/** Rates and durations of spans, made by the Collector whichever trace store there is. */
export const spanMetrics: Step = {
  name: 'span metrics are there and move',
  async run({ engines, patienceMs }) {
    const counts = await Promise.all(
      SPANS.map(async ({ service, span }) => {
        const labels = `{service_name="${service}", span_name="${span}"}`;
        const calls = `traces_span_metrics_calls_total${labels}`;
        const before = await engines.prometheus.sum(calls);
        const after = await poll(
          async () => {
            const now = await engines.prometheus.sum(calls);
            return now > before &&
              (await engines.prometheus.sum(`traces_span_metrics_duration_seconds_count${labels}`)) > 0
              ? now
              : undefined;
          },
          { timeoutMs: patienceMs, intervalMs: 500, waitingFor: `${calls} to rise above ${before}` },
        );
        return `${span} ${after}`;
      }),
    );
    return counts.join(', ');
  },
};
