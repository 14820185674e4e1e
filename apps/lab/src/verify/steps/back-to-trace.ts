import { poll } from '@lab/engine-clients';
import { followed } from '../followed.ts';
import type { Step } from '../step.ts';
import { traceMistake } from './trace.ts';

/** The way back, for the prediction that this walk made itself: its id finds its line, the line's id its trace. */
export const backToTrace: Step = {
  name: 'a log line leads back to its trace',
  async run(walk) {
    const { predictionId, requestId } = followed(walk);
    const query = `{service_name="inference"} | prediction_id="${predictionId}"`;
    const line = await poll(async () => (await walk.engines.loki.lines(query, walk.startedAt - 60))[0], {
      timeoutMs: walk.patienceMs,
      intervalMs: 500,
      waitingFor: `Loki to have the line of prediction ${predictionId}`,
    });
    const { trace_id: traceId, span_id: spanId, request_id: lineRequestId } = line.fields;
    if (lineRequestId !== requestId)
      throw new Error(`the line has request_id ${lineRequestId}, the request had ${requestId}`);
    if (line.fields.user_id !== undefined) throw new Error('the line names its user: user_id must be hashed');
    const spans = await poll(
      async () => {
        const found = await walk.engines.traces.trace(traceId ?? '');
        return found !== undefined && traceMistake(found) === undefined ? found : undefined;
      },
      {
        timeoutMs: walk.patienceMs,
        intervalMs: 500,
        waitingFor: `${walk.engines.traces.name} to have trace ${traceId} of the line`,
      },
    );
    const span = spans.find((candidate) => candidate.spanId === spanId);
    if (span?.name !== 'predict_request')
      throw new Error(
        `the line's span ${spanId} is ${span?.name ?? 'not in its trace'}, not predict_request`,
      );
    return `line of prediction ${predictionId} → trace ${traceId}, span predict_request`;
  },
};
