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
  /** Ids of some traces since a moment, in seconds since the epoch, with a span that is searched for. */
  search(wanted: SpanSearch, since: number): Promise<string[]>;
}

export interface SpanSearch {
  readonly service: string;
  readonly failed?: boolean;
  readonly minimumMs?: number;
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
        search: (wanted, since) => searchTempo(endpoints.tempo, wanted, since),
      }
    : {
        name: 'jaeger',
        trace: (id) =>
          find(
            async () =>
              (await fetchJson<{ result: OtlpTrace }>(`${endpoints.jaeger}/api/v3/traces/${id}`)).result,
          ),
        search: (wanted, since) => searchJaeger(endpoints.jaeger, wanted, since),
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

const FOUND_AT_MOST = 5;

async function searchTempo(
  base: string,
  { service, failed, minimumMs }: SpanSearch,
  since: number,
): Promise<string[]> {
  const conditions = [
    `resource.service.name = ${JSON.stringify(service)}`,
    ...(failed === true ? ['status = error'] : []),
    ...(minimumMs === undefined ? [] : [`duration >= ${minimumMs}ms`]),
  ];
  const parameters = new URLSearchParams({
    q: `{ ${conditions.join(' && ')} }`,
    start: String(Math.floor(since)),
    end: String(Math.ceil(Date.now() / 1000)),
    limit: String(FOUND_AT_MOST),
  });
  const { traces } = await fetchJson<{ traces?: { traceID: string }[] }>(`${base}/api/search?${parameters}`);
  return (traces ?? []).map(({ traceID }) => traceID);
}

async function searchJaeger(
  base: string,
  { service, failed, minimumMs }: SpanSearch,
  since: number,
): Promise<string[]> {
  const parameters = new URLSearchParams({
    'query.service_name': service,
    'query.start_time_min': new Date(since * 1000).toISOString(),
    'query.start_time_max': new Date().toISOString(),
    'query.num_traces': String(FOUND_AT_MOST),
    ...(failed === true ? { 'query.attributes': JSON.stringify({ error: 'true' }) } : {}),
    ...(minimumMs === undefined ? {} : { 'query.duration_min': `${minimumMs}ms` }),
  });
  try {
    type Found = { result: { resourceSpans: { scopeSpans: { spans: { traceId: string }[] }[] }[] } };
    const { result } = await fetchJson<Found>(`${base}/api/v3/traces?${parameters}`);
    const spans = result.resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans: own }) => own),
    );
    return [...new Set(spans.map(({ traceId }) => traceId))];
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return [];
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
