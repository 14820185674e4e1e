/**
 * Who calls whom, from the CLIENT spans that the Collector counts before sampling.
 *
 * Tempo makes a graph too, from pairs of spans; these names differ from its own, so that both can be there. This
 * one needs no trace backend and misses nothing that was sampled away. A callee is `peer.service`, or the kind of
 * database where the span names no service.
 */
import { spanCallsTotal, spanDurationSeconds } from '../external/span-metrics.ts';
import { copyLabel, type Matchers, not, ratio, select, sumBy } from '../promql.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

const EDGE = ['client', 'server'] as const;

type SpanMatchers = Matchers<typeof spanCallsTotal>;

function edges(name: string, labels: readonly string[], matchers: SpanMatchers = {}): string {
  const calls = (callee: SpanMatchers) =>
    `rate(${select({ ...spanCallsTotal, name }, { span_kind: 'SPAN_KIND_CLIENT', ...callee, ...matchers })}[5m])`;
  const toService = copyLabel(calls({ peer_service: not('') }), 'peer_service', 'server');
  const toDatabase = copyLabel(
    calls({ peer_service: '', db_system_name: not('') }),
    'db_system_name',
    'server',
  );
  return sumBy([...EDGE, ...labels], copyLabel(`${toService}\n  or ${toDatabase}`, 'service_name', 'client'));
}

export const edgeRequests = record(
  'service_graph:requests:rate5m',
  EDGE,
  'Calls per second from one service to another, or to a database.',
  edges(spanCallsTotal.name, []),
);

export const edgeErrors = record(
  'service_graph:errors:rate5m',
  EDGE,
  'Calls per second that failed as the caller sees it; 0 where none did.',
  `${edges(spanCallsTotal.name, [], { status_code: 'STATUS_CODE_ERROR' })}\nor 0 * ${select(edgeRequests)}`,
);

export const edgeErrorRatio = record(
  'service_graph:errors:ratio_rate5m',
  EDGE,
  'Share of the calls that failed, 0 to 1; absent without calls.',
  ratio(select(edgeErrors), select(edgeRequests)),
);

export const edgeLatencyP95 = record(
  'service_graph:request_duration_seconds:p95_rate5m',
  EDGE,
  'Seconds within which 95 % of the calls were answered, as the caller sees it.',
  `histogram_quantile(0.95, ${edges(`${spanDurationSeconds.name}_bucket`, ['le'])})`,
);

export const serviceGraphRules: RecordingRuleGroup = {
  name: 'service-graph',
  rules: [edgeRequests, edgeErrors, edgeErrorRatio, edgeLatencyP95],
};
