/** What customers go through, in PromQL of short windows: an incident is minutes old. */
import type { Suffering } from './incidents.ts';

interface Symptom {
  /** Answers something exactly while customers suffer in this way. */
  condition(window: string): string;
  /** How many requests were harmed in a time that is over: an incident is written about then. */
  harmed(time: PastTime): string;
}

interface PastTime {
  readonly seconds: number;
  /** When it ended, in seconds since the epoch. */
  readonly end: number;
}

/** As PromQL has it: `[90s] @ 1772373930`. */
const rangeOf = ({ seconds, end }: PastTime): string => `[${seconds}s] @ ${end}`;

const NOT_SERVED = (window: string) => `sum(rate(traffic_requests_total{outcome="server_error"}[${window}]))`;
const ASKED = (window: string) => `sum(rate(traffic_requests_total[${window}]))`;
const harmedByErrors = (time: PastTime): string =>
  `sum(increase(traffic_requests_total{outcome="server_error"}${rangeOf(time)}))`;
const ofCanary = (more: string, window: string): string =>
  `sum(rate(ml_predictions_total{model_version="2"${more}}[${window}]))`;
const answered = (more: string, window: string): string =>
  `sum(rate(ml_prediction_features_source_total${more}[${window}]))`;
const answeredFrom = (source: 'online' | 'default', time: PastTime): string =>
  `sum(increase(ml_prediction_features_source_total{features_source="${source}"}${rangeOf(time)}))`;

export const SYMPTOMS: Readonly<Record<Suffering, Symptom>> = {
  late: {
    condition: (window) =>
      `histogram_quantile(0.5, sum by (le) (rate(traffic_request_duration_seconds_bucket[${window}]))) > 1`,
    harmed: (time) =>
      `sum(increase(traffic_request_duration_seconds_count${rangeOf(time)})) - sum(increase(traffic_request_duration_seconds_bucket{le="1.0"}${rangeOf(time)}))`,
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
    harmed: (time) => answeredFrom('default', time),
  },
  outdated: {
    // Normally every buyer is written just before the purchase, so that more rows are written than requests come.
    condition: (window) =>
      `sum(rate(traffic_feature_writes_total{outcome="success"}[${window}])) < 0.1 * ${ASKED(window)}`,
    harmed: (time) => answeredFrom('online', time),
  },
  gone: {
    condition: (window) => `${ASKED(window)} < 0.5 * sum(traffic_target_rate)`,
    // Those that were due and never came.
    harmed: (time) =>
      `sum(avg_over_time(traffic_target_rate${rangeOf(time)})) * ${time.seconds} - sum(increase(traffic_requests_total${rangeOf(time)}))`,
  },
};
