import { graded } from '../rubric.ts';

const LATEST = 5;

export const exemplars = graded({
  id: 'exemplars',
  title: 'Exemplars that lead to traces',
  lookAt: 'addresses.prometheus, /api/v1/query_exemplars',
  sides: [
    {
      points: 3,
      wanted: 'exemplars with a trace_id on a histogram of the service',
      look: async (system, lab) =>
        (await idsOf(system, lab.startedAt)).length > 0
          ? undefined
          : `no exemplar since the start of this lab on {job="${system.service}"}`,
    },
    {
      points: 5,
      wanted: 'the trace behind one of the latest',
      async look(system, lab) {
        const ids = (await idsOf(system, lab.startedAt)).slice(0, LATEST);
        for (const id of ids) if ((await lab.engines.traces.trace(id)) !== undefined) return undefined;
        return `of ${ids.length} exemplars none leads to a trace that was kept`;
      },
    },
  ],
  hints: [
    'Prometheus keeps exemplars when it is told to, and when they are exposed: OpenMetrics carries them, the older text does not.',
    'Observe the duration within the span of the request, with the id of its trace, if that trace is sampled.',
    'Prometheus of the workbench runs with exemplar storage; the histogram of observedFastify carries exemplars for sampled requests.',
  ],
});

async function idsOf(
  { prometheus, service }: { prometheus: { exemplars: ExemplarQuery }; service: string },
  since: number,
): Promise<readonly string[]> {
  const found = await prometheus.exemplars(`{job="${service}",__name__=~".+_bucket"}`, since / 1000);
  return found.flatMap(({ labels }) => labels.trace_id ?? []);
}

type ExemplarQuery = (
  series: string,
  start: number,
) => Promise<{ readonly labels: Readonly<Record<string, string>> }[]>;
