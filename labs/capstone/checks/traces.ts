import { wholeTraceId } from '@lab/engine-clients';
import { probe } from '../customer.ts';
import { graded } from '../rubric.ts';

export const traces = graded({
  id: 'traces',
  title: 'One trace across two services',
  lookAt: 'the trace of a request, in Explore of Grafana',
  deadlineSeconds: 40,
  question: {
    text: 'A trace of a request that failed while you had broken the service.',
    form: 'a trace id of 32 hexadecimal digits',
  },
  sides: [
    {
      points: 3,
      wanted: 'a span of the service in the trace of the caller',
      async look(system, lab) {
        const { traceId } = await probe(system, lab);
        const spans = (await lab.engines.traces.trace(traceId)) ?? [];
        return spans.some(({ service }) => service === system.service)
          ? undefined
          : `trace ${traceId} has ${spans.length} spans, none of ${system.service}`;
      },
    },
    {
      points: 3,
      wanted: 'below it a span of another service',
      async look(system, lab) {
        const { traceId } = await probe(system, lab);
        const spans = (await lab.engines.traces.trace(traceId)) ?? [];
        const own = new Set(
          spans.filter(({ service }) => service === system.service).map(({ spanId }) => spanId),
        );
        const below = spans.filter(
          ({ service, parentSpanId = '' }) => service !== system.service && own.has(parentSpanId),
        );
        return below.length > 0
          ? undefined
          : `trace ${traceId} ends in ${system.service}: no span of another service hangs on one of its own`;
      },
    },
    {
      points: 2,
      wanted: 'a failed request of the time in which you broke the service, in your answer',
      async look(system, lab) {
        if (lab.answer('traces') === undefined) return 'no answer under traces in answers.yaml';
        const id = wholeTraceId(lab.answer('traces') ?? '');
        const spans = /^[0-9a-f]{32}$/.test(id) ? ((await lab.engines.traces.trace(id)) ?? []) : [];
        return spans.some(
          ({ service, failed, startedAt }) =>
            service === system.service && failed && startedAt > lab.startedAt,
        )
          ? undefined
          : `${id}: ${spans.length} spans, none of ${system.service} that failed since the start of this lab`;
      },
    },
  ],
  hints: [
    'Lab 4 has mended a broken propagation.',
    'The traceparent of the caller is the parent of the server span, and goes on to whoever is called.',
    'Load @lab/instrumentation/register before the service; fetch then carries the context by itself.',
  ],
});
