import { fetchText } from '@lab/engine-clients';

/** A span that a check writes itself, to a Collector. */
export interface WrittenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly failed?: boolean;
}

const CLIENT = 3;
const ERROR = 2;

/** Sends spans of a service to a Collector, as OTLP over HTTP. @throws HttpError where it does not take them */
export async function writeSpans(
  collector: string,
  service: string,
  spans: readonly WrittenSpan[],
): Promise<void> {
  const attributes = [{ key: 'service.name', value: { stringValue: service } }];
  await fetchText(`${collector}/v1/traces`, {
    body: {
      resourceSpans: [
        { resource: { attributes }, scopeSpans: [{ scope: { name: 'check' }, spans: spans.map(encoded) }] },
      ],
    },
  });
}

const encoded = ({ traceId, spanId, parentSpanId, name, startedAt, durationMs, failed }: WrittenSpan) => ({
  traceId,
  spanId,
  ...(parentSpanId === undefined ? {} : { parentSpanId }),
  name,
  kind: CLIENT,
  startTimeUnixNano: nanoseconds(startedAt),
  endTimeUnixNano: nanoseconds(startedAt + durationMs),
  ...(failed === true ? { status: { code: ERROR } } : {}),
});

const nanoseconds = (milliseconds: number): string => String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
