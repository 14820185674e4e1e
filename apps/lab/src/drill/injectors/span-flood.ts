import { randomBytes } from 'node:crypto';
import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

const REQUEST_BYTES = 2_000_000;
/** What a span needs besides its padding. */
const SPAN_OVERHEAD_BYTES = 300;

/** A trace that is too large has to stay so for as long as the drill looks at it. */
const GROWTH_SPANS = 50;
const GROWTH_INTERVAL_MS = 1000;

/**
 * Sends more spans at once than the pipeline is made for; what it keeps of them ages away. Where all of them are in one
 * trace, that trace goes on growing.
 */
export function spanFlood(
  { spans, spanBytes, oneTrace }: Of<'span_flood'>,
  { endpoints }: LabUnderDrill,
): Injector {
  const padding = 'x'.repeat(spanBytes);
  const perRequest = Math.max(1, Math.floor(REQUEST_BYTES / (spanBytes + SPAN_OVERHEAD_BYTES)));
  const trace = randomBytes(16).toString('hex');
  const stop = new AbortController();
  let growth: NodeJS.Timeout | undefined;

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
    async inject(seconds) {
      const end = Date.now() + seconds * 1000;
      for (let sent = 0; sent < spans && !stop.signal.aborted; sent += perRequest) {
        // A refusal is what the flood is for.
        await send(Math.min(perRequest, spans - sent)).catch(() => {});
      }
      if (!oneTrace || stop.signal.aborted) return;
      growth = setInterval(() => {
        if (Date.now() < end) void send(GROWTH_SPANS).catch(() => {});
        else clearInterval(growth);
      }, GROWTH_INTERVAL_MS);
    },
    async rollBack() {
      stop.abort();
      clearInterval(growth);
    },
  };
}
