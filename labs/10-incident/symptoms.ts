/** What customers go through, in PromQL of short windows: an incident is minutes old. */
import type { Suffering } from './incidents.ts';

interface Symptom {
  /** Answers something exactly while customers suffer in this way. */
  condition(window: string): string;
  /**
   * How many requests were harmed.
   * @param range a window and when it ended, such as `[90s] @ 1772373930`: an incident is written about when it is over
   */
  harmed(range: string): string;
}

const NOT_SERVED = (window: string) => `sum(rate(traffic_requests_total{outcome="server_error"}[${window}]))`;
const ASKED = (window: string) => `sum(rate(traffic_requests_total[${window}]))`;
const harmedByErrors = (range: string): string =>
  `sum(increase(traffic_requests_total{outcome="server_error"}${range}))`;
const ofCanary = (more: string, window: string): string =>
  `sum(rate(ml_predictions_total{model_version="2"${more}}[${window}]))`;
const answered = (more: string, window: string): string =>
  `sum(rate(ml_prediction_features_source_total${more}[${window}]))`;

export const SYMPTOMS: Readonly<Record<Suffering, Symptom>> = {
  late: {
    condition: (window) =>
      `histogram_quantile(0.5, sum by (le) (rate(traffic_request_duration_seconds_bucket[${window}]))) > 1`,
    harmed: (range) =>
      `sum(increase(traffic_request_duration_seconds_count${range})) - sum(increase(traffic_request_duration_seconds_bucket{le="1.0"}${range}))`,
  },
  refused: {
    condition: (window) => `${NOT_SERVED(window)} / ${ASKED(window)} > 0.1`,
    harmed: harmedByErrors,
  },
  'canary-refused': {
    condition: (window) => `${ofCanary(',status="error"', window)} / ${ofCanary('', window)} > 0.3`,
    harmed: harmedByErrors,
  },
  blind: {
    condition: (window) =>
      `${answered('{features_source="default"}', window)} / ${answered('', window)} > 0.6`,
    harmed: (range) =>
      `sum(increase(ml_prediction_features_source_total{features_source="default"}${range}))`,
  },
};
