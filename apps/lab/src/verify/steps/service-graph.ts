import { edgeRequests } from '@lab/catalogue/rules';
import { poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

const EDGES = [
  ['traffic', 'inference'],
  ['inference', 'features'],
] as const;

/** Recorded from the Collector's span metrics; Tempo makes its own under its own name. */
const FROM_SPAN_METRICS = edgeRequests.name;
const FROM_TEMPO = 'traces_service_graph_request_total';

/** Who calls whom: Tempo's service graph, or the one derived from span metrics where there is no Tempo. */
export const serviceGraph: Step = {
  name: 'the service graph has its edges',
  async run({ engines, patienceMs }) {
    const sources = engines.traces.name === 'tempo' ? [FROM_TEMPO, FROM_SPAN_METRICS] : [FROM_SPAN_METRICS];
    for (const source of sources) {
      for (const [client, server] of EDGES) {
        const edge = `${source}{client="${client}", server="${server}"}`;
        await poll(async () => ((await engines.prometheus.sum(edge)) > 0 ? true : undefined), {
          timeoutMs: patienceMs,
          intervalMs: 500,
          waitingFor: `${edge} to be above 0`,
        });
      }
    }
    return `${EDGES.map((edge) => edge.join(' → ')).join(', ')} in ${sources.join(' and ')}`;
  },
};
