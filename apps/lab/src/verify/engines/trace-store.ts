import { fetchJson, HttpError } from '../../http.ts';
import type { LabEndpoints } from '../../lab-endpoints.ts';
import type { LabStatus } from '../../lab-status.ts';

export interface TraceSpan {
  /** Hexadecimal, as in logs and headers. */
  readonly spanId: string;
  /** Undefined for the root. */
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where the lab keeps its traces: Tempo, or Jaeger where there is no Tempo. */
export interface TraceStore {
  readonly name: 'tempo' | 'jaeger';
  /** Undefined where the store has no such trace (yet). */
  trace(traceId: string): Promise<TraceSpan[] | undefined>;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpTrace {
  readonly resourceSpans: readonly {
    readonly resource?: { readonly attributes?: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
        readonly attributes?: readonly OtlpAttribute[];
      }[];
    }[];
  }[];
}

export function traceStoreOf(
  endpoints: LabEndpoints,
  { components }: Pick<LabStatus, 'components'>,
): TraceStore {
  const tempo = components.some(({ name }) => name === 'tempo');
  return tempo
    ? {
        name: 'tempo',
        trace: (id) =>
          find(
            async () =>
              (await fetchJson<{ trace: OtlpTrace }>(`${endpoints.tempo}/api/v2/traces/${id}`)).trace,
          ),
      }
    : {
        name: 'jaeger',
        trace: (id) =>
          find(
            async () =>
              (await fetchJson<{ result: OtlpTrace }>(`${endpoints.jaeger}/api/v3/traces/${id}`)).result,
          ),
      };
}

async function find(get: () => Promise<OtlpTrace>): Promise<TraceSpan[] | undefined> {
  try {
    const spans = spansOf(await get());
    return spans.length === 0 ? undefined : spans;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}

/** Both stores answer OTLP as JSON; Tempo writes ids in base64 (proto3's JSON), Jaeger in hexadecimal (OTLP's own). */
export function spansOf(trace: OtlpTrace): TraceSpan[] {
  return trace.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = attributesOf(resource?.attributes)['service.name'] ?? 'unknown';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ spanId, parentSpanId, name, attributes }) => ({
        spanId: hexadecimal(spanId),
        parentSpanId: parentSpanId ? hexadecimal(parentSpanId) : undefined,
        service,
        name,
        attributes: attributesOf(attributes),
      })),
    );
  });
}

const SPAN_ID_DIGITS = 16;

function hexadecimal(id: string): string {
  return id.length === SPAN_ID_DIGITS && /^[0-9a-f]+$/i.test(id)
    ? id.toLowerCase()
    : Buffer.from(id, 'base64').toString('hex');
}

function attributesOf(attributes: readonly OtlpAttribute[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
