import { sampledTraceId } from '@lab/instrumentation';
import { trace } from '@opentelemetry/api';
import { askIssuer, type IssuerBehaviour } from './issuer.ts';
import { boundedCategory, inFlight, issuerWait, modelInfo, scoreDuration, scores } from './metrics.ts';
import type { Model } from './model.ts';
import type { Score, ScoreRequest } from './transaction.ts';

/**
 * Asks the issuer whether the card is good, then the model whether the payment is.
 * @throws DependencyError where one of them does not answer
 */
export async function score(
  { issuer, channel, ...transaction }: ScoreRequest,
  behaviour: IssuerBehaviour,
  model: Model,
): Promise<Score> {
  const labels = { channel, merchant_category: boundedCategory(transaction.merchant_category) };
  const startedAt = performance.now();
  inFlight.inc();
  try {
    await askIssuer(issuer, behaviour);
    issuerWait.observe({ channel }, secondsSince(startedAt));
    const answer = await model.predict(transaction);
    modelInfo.reset();
    modelInfo.set({ model_name: answer.model_name, model_version: answer.model_version }, 1);
    observeDuration(channel, performance.now() - startedAt);
    scores.inc({ ...labels, status: 'success' });
    return answer;
  } catch (error) {
    scores.inc({ ...labels, status: 'error' });
    throw error;
  } finally {
    inFlight.dec();
  }
}

/** With the trace as its exemplar, where the trace is one that was kept. */
function observeDuration(channel: ScoreRequest['channel'], value: number): void {
  const traceId = sampledTraceId(trace.getActiveSpan());
  scoreDuration.observe({
    labels: { channel },
    value,
    ...(traceId === undefined ? {} : { exemplarLabels: { trace_id: traceId } }),
  });
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;
