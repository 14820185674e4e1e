import type { SpanSearch, TraceSpan } from '@lab/engine-clients';

/** A span that a trace needs to prove something, and a service that must not have been in it. */
export interface TraceProof extends Pick<SpanSearch, 'service' | 'failed' | 'minimumMs' | 'name'> {
  readonly without?: string;
}

/**
 * Where nobody asks there is no request that went wrong. Whoever asks in their place is answered, so that what is missing
 * is missing before the service.
 */
export const ANSWERED_SOMEBODY_ELSE: TraceProof = {
  service: 'inference',
  name: 'predict_request',
  failed: false,
  without: 'traffic',
};

export const proves = (proof: TraceProof, spans: readonly TraceSpan[]): boolean =>
  spans.some((span) => isProof(proof, span)) && spans.every(({ service }) => service !== proof.without);

const isProof = ({ service, name, failed, minimumMs = 0 }: TraceProof, span: TraceSpan): boolean =>
  span.service === service &&
  (name === undefined || span.name === name) &&
  (failed === undefined || span.failed === failed) &&
  span.durationMs >= minimumMs;
