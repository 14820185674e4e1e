import { randomBytes } from 'node:crypto';
import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

const REQUEST_BYTES = 2_000_000;
/** What a span needs besides its padding. */
const SPAN_OVERHEAD_BYTES = 300;

/** Sends more spans at once than the pipeline is made for. What it keeps of them ages away. */
export function spanFlood(
  { spans, spanBytes, oneTrace }: Of<'span_flood'>,
  { endpoints }: LabUnderDrill,
): Injector {
  const padding = 'x'.repeat(spanBytes);
  const perRequest = Math.max(1, Math.floor(REQUEST_BYTES / (spanBytes + SPAN_OVERHEAD_BYTES)));
  const trace = randomBytes(16).toString('hex');
  const stop = new AbortController();

  const send = (count: number): Promise<string> => {
    const now = `${Date.now()}000000`;
    const batch = Array.from({ length: count }, () => ({
      traceId: oneTrace ? trace : randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      name: 'span_flood',
      kind: 1,
      startTimeUnixNano: now,
      endTimeUnixNano: now,
      attributes: [{ key: 'padding', value: { stringValue: padding } }],
    }));
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'drill' } }] };
    return fetchText(`${endpoints.collectorOtlpHttp}/v1/traces`, {
      timeoutMs: SWITCH_TIMEOUT_MS,
      body: { resourceSpans: [{ resource, scopeSpans: [{ spans: batch }] }] },
    });
  };

  return {
    async inject() {
      for (let sent = 0; sent < spans && !stop.signal.aborted; sent += perRequest) {
        // A refusal is what the flood is for.
        await send(Math.min(perRequest, spans - sent)).catch(() => {});
      }
    },
    async rollBack() {
      stop.abort();
    },
  };
}
