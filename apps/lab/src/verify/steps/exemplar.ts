import { randomUUID } from 'node:crypto';
import { fetchJson, poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

const SERIES = 'ml_prediction_duration_seconds_bucket{job="inference"}';

/** One customer that exists in every lab, so that the prediction finds online features. */
const TRANSACTION = {
  user_id: 'user_000001',
  amount: 42.5,
  merchant_category: 'electronics',
  hour_of_day: 14,
  distance_from_home_km: 12,
  card_present: true,
};

/** Asks for a prediction, and waits for an exemplar of a prediction that was made no earlier. */
export const exemplar: Step = {
  name: 'a fresh prediction has an exemplar in Prometheus',
  async run(walk) {
    const { engines, patienceMs } = walk;
    const requestId = `verify-${randomUUID()}`;
    const asked = Date.now() / 1000;
    const prediction = await poll(
      () =>
        fetchJson<{
          prediction_id: string;
          model_version: string;
          decision: string;
          features_source: string;
        }>(`${engines.endpoints.inference}/predict`, {
          body: TRANSACTION,
          headers: { 'x-request-id': requestId },
        }),
      { timeoutMs: patienceMs, intervalMs: 500, waitingFor: 'a prediction' },
    );
    const newest = await poll(
      async () =>
        (await engines.prometheus.exemplars(SERIES, asked - 1)).find(
          ({ timestamp, labels }) => timestamp >= asked && labels.trace_id,
        ),
      {
        timeoutMs: patienceMs,
        intervalMs: 500,
        waitingFor: `an exemplar of ${SERIES} that is younger than the prediction`,
      },
    );
    const exemplarTraceId = newest.labels.trace_id as string;
    walk.prediction = { predictionId: prediction.prediction_id, requestId, exemplarTraceId };
    return `version ${prediction.model_version} says ${prediction.decision} (features ${prediction.features_source}); exemplar ${exemplarTraceId} of ${(newest.value * 1000).toFixed(1)} ms`;
  },
};
