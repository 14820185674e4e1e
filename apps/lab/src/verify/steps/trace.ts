import { poll, type TraceSpan } from '@lab/engine-clients';
import { followed } from '../followed.ts';
import type { Step } from '../step.ts';

/** A span by service and name, and the one that must be its parent. */
interface Expected {
  readonly service: string;
  readonly name: RegExp;
}

/** From the request down to SQL; each is the child of the one before it. */
const PATH: readonly Expected[] = [
  { service: 'inference', name: /^POST \/predict$/ },
  { service: 'inference', name: /^predict_request$/ },
  { service: 'inference', name: /^fetch_features$/ },
  { service: 'inference', name: /^GET$/ },
  { service: 'features', name: /^GET \/features\/:entity_id$/ },
  { service: 'features', name: /^user_activity\.lookup$/ },
];
const INFERENCE: Expected = { service: 'inference', name: /^model_inference$/ };
const REQUIRED_ATTRIBUTES = ['model.name', 'model.version'];

/** The exemplar's trace id alone must lead to the whole trace. */
export const trace: Step = {
  name: 'the exemplar leads to its trace, from the request down to SQL',
  async run(walk) {
    const { exemplarTraceId } = followed(walk);
    let problem = `${walk.engines.traces.name} has no trace ${exemplarTraceId}`;
    const spans = await poll(
      async () => {
        const found = await walk.engines.traces.trace(exemplarTraceId);
        if (found === undefined) return undefined;
        const mistake = traceMistake(found);
        if (mistake === undefined) return found;
        problem = mistake; // spans of different services arrive one after the other
        return undefined;
      },
      {
        timeoutMs: walk.patienceMs,
        intervalMs: 500,
        waitingFor: `${walk.engines.traces.name} to have the trace`,
      },
    ).catch((error: unknown) => {
      throw new Error(`trace ${exemplarTraceId}: ${problem}`, { cause: error });
    });
    const services = [...new Set(spans.map(({ service }) => service))].sort();
    return `${spans.length} spans of ${services.join(', ')} in ${walk.engines.traces.name}, parents as they should be`;
  },
};

/** What is wrong with a prediction's trace, or undefined. */
export function traceMistake(spans: readonly TraceSpan[]): string | undefined {
  let parent: TraceSpan | undefined;
  for (const expected of PATH) {
    const found = spans.filter(
      ({ service, name }) => service === expected.service && expected.name.test(name),
    );
    if (found.length === 0) return `no span ${expected.name.source} of ${expected.service}`;
    const child =
      parent === undefined ? found[0] : found.find(({ parentSpanId }) => parentSpanId === parent?.spanId);
    if (child === undefined)
      return `the span ${expected.name.source} of ${expected.service} is not a child of ${parent?.name}`;
    parent = child;
  }
  const request = spans.find(({ name }) => name === 'predict_request');
  const inference = spans.find(
    ({ service, name }) => service === INFERENCE.service && INFERENCE.name.test(name),
  );
  if (inference === undefined) return 'no span model_inference';
  if (inference.parentSpanId !== request?.spanId)
    return 'the span model_inference is not a child of predict_request';
  const missing = REQUIRED_ATTRIBUTES.find((attribute) => !(attribute in inference.attributes));
  return missing === undefined ? undefined : `the span model_inference has no attribute ${missing}`;
}
