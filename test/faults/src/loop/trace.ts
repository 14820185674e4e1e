import type { LiveLab } from './live-lab.ts';

export interface Span {
  readonly spanId: string;
  /** Undefined for a root. */
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Ids of the traces that it is linked with. */
  readonly links: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
interface OtlpSpan {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes?: Attributes;
  readonly links?: readonly { readonly traceId: string }[];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}
interface TempoAnswer {
  readonly trace?: {
    readonly resourceSpans?: readonly {
      readonly resource?: { readonly attributes?: Attributes };
      readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
    }[];
  };
}

/** All spans of a trace that Tempo has; none where it does not know the trace (yet). */
export async function readTrace(lab: LiveLab, traceId: string): Promise<Span[]> {
  const { trace } = await lab.ask<TempoAnswer>('GET', `${lab.url('TEMPO')}/api/v2/traces/${traceId}`);
  return (trace?.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const service = textsOf(resource?.attributes)['service.name'] ?? 'unknown';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        spanId: hexadecimal(span.spanId, 16),
        parentSpanId: span.parentSpanId ? hexadecimal(span.parentSpanId, 16) : undefined,
        service,
        name: span.name,
        attributes: textsOf(span.attributes),
        links: (span.links ?? []).map(({ traceId: linked }) => hexadecimal(linked, 32)),
        startedAt: Number(span.startTimeUnixNano) / 1e6,
        endedAt: Number(span.endTimeUnixNano) / 1e6,
      })),
    );
  });
}

/** The span and all that hang below it. */
export function below(spans: readonly Span[], root: Span): Span[] {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId);
  return [root, ...children.flatMap((child) => below(spans, child))];
}

/** Tempo writes ids in base64, as JSON of protobuf does. */
const hexadecimal = (id: string, digits: number): string =>
  id.length === digits && /^[0-9a-f]+$/i.test(id)
    ? id.toLowerCase()
    : Buffer.from(id, 'base64').toString('hex');

const textsOf = (attributes: Attributes = []): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
