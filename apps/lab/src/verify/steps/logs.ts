import { poll } from '@lab/engine-clients';
import { followed } from '../followed.ts';
import type { Step } from '../step.ts';

const SERVICES = ['inference', 'features'];

/** The same trace id must find the lines of every service that took part. */
export const logs: Step = {
  name: 'the trace leads to its log lines in Loki',
  async run(walk) {
    const { exemplarTraceId } = followed(walk);
    const query = `{service_name=~".+"} | trace_id="${exemplarTraceId}"`;
    let problem = 'no line';
    const lines = await poll(
      async () => {
        const found = await walk.engines.loki.lines(query, walk.startedAt - 60);
        const silent = SERVICES.filter(
          (service) => !found.some(({ fields }) => fields.service_name === service),
        );
        if (silent.length > 0) {
          problem = `${found.length} lines, none of ${silent.join(' and ')}`;
          return undefined;
        }
        if (
          !found.some(
            ({ message, fields }) =>
              message === 'prediction_completed' && fields.event_type === 'model_prediction',
          )
        ) {
          problem = 'no line prediction_completed with event_type model_prediction';
          return undefined;
        }
        return found;
      },
      { timeoutMs: walk.patienceMs, intervalMs: 500, waitingFor: 'the lines of the trace' },
    ).catch((error: unknown) => {
      throw new Error(`Loki, ${query}: ${problem}`, { cause: error });
    });
    return `${lines.length} lines of ${[...new Set(lines.map(({ fields }) => fields.service_name))].sort().join(', ')}`;
  },
};
