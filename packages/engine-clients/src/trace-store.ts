import { fetchJson, HttpError } from './http.ts';
import type { LabEndpoints } from './lab-endpoints.ts';

export interface TraceSpan {
  /** Hexadecimal, as in logs and headers. */
  readonly spanId: string;
  /** Undefined for the root. */
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the process that wrote it: `service.version`, `deployment.environment.name`. */
  readonly resource: Readonly<Record<string, string>>;
  readonly kind: SpanKind;
  readonly failed: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  /** Spans of other traces that it points to. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** What of a lab runs, by name. */
export interface RunningParts {
  readonly components: readonly { readonly name: string }[];
}

/** Where the lab keeps its traces: Tempo, or Jaeger where there is no Tempo. */
export interface TraceStore {
  readonly name: 'tempo' | 'jaeger';
  /** Undefined where the store has no such trace (yet). */
  trace(traceId: string): Promise<TraceSpan[] | undefined>;
  /** Ids of some traces since a moment, in seconds since the epoch, with a span that is searched for. */
  search(wanted: SpanSearch, since: number): Promise<string[]>;
  /**
   * Ids of traces that a TraceQL query finds.
   * @param since seconds since the epoch
   * @throws Error where the store is Jaeger, which does not know the language; HttpError where Tempo refuses the query
   */
  traceql(query: string, since: number): Promise<string[]>;
}

export interface SpanSearch {
  readonly service: string;
  readonly failed?: boolean;
  readonly minimumMs?: number;
  /** The span's name. */
  readonly name?: string;
  /** Attributes of the span, texts all. */
  readonly attributes?: Readonly<Record<string, string>>;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpTrace {
  /** Tempo leaves it out of a trace of which nothing has arrived yet. */
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
        readonly attributes?: readonly OtlpAttribute[];
        readonly kind?: string | number;
        readonly status?: { readonly code?: string | number };
        readonly startTimeUnixNano?: string;
        readonly endTimeUnixNano?: string;
        readonly events?: readonly {
          readonly name?: string;
          readonly attributes?: readonly OtlpAttribute[];
        }[];
        readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
      }[];
    }[];
  }[];
}

/** @param components which of the two stores answers */
export function traceStoreOf(
  endpoints: Pick<LabEndpoints, 'tempo' | 'jaeger'>,
  { components }: RunningParts,
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
        search: (wanted, since) => searchTempo(endpoints.tempo, traceqlOf(wanted), since),
        traceql: (query, since) => searchTempo(endpoints.tempo, query, since),
      }
    : {
        name: 'jaeger',
        trace: (id) =>
          find(
            async () =>
              (await fetchJson<{ result: OtlpTrace }>(`${endpoints.jaeger}/api/v3/traces/${id}`)).result,
          ),
        search: (wanted, since) => searchJaeger(endpoints.jaeger, wanted, since),
        traceql: () =>
          Promise.reject(new Error('this lab keeps its traces in Jaeger, which knows no TraceQL')),
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

function traceqlOf({ service, failed, minimumMs, name, attributes = {} }: SpanSearch): string {
  const conditions = [
    `resource.service.name = ${JSON.stringify(service)}`,
    ...(failed === true ? ['status = error'] : []),
    ...(minimumMs === undefined ? [] : [`duration >= ${minimumMs}ms`]),
    ...(name === undefined ? [] : [`name = ${JSON.stringify(name)}`]),
    ...Object.entries(attributes).map(
      ([key, value]) => `span.${JSON.stringify(key)} = ${JSON.stringify(value)}`,
    ),
  ];
  return `{ ${conditions.join(' && ')} }`;
}

async function searchTempo(base: string, query: string, since: number): Promise<string[]> {
  const parameters = new URLSearchParams({
    q: query,
    start: String(Math.floor(since)),
    end: String(Math.ceil(Date.now() / 1000)),
    limit: String(FOUND_AT_MOST),
  });
  const { traces } = await fetchJson<{ traces?: { traceID: string }[] }>(`${base}/api/search?${parameters}`);
  return (traces ?? []).map(({ traceID }) => wholeTraceId(traceID));
}

async function searchJaeger(
  base: string,
  { service, failed, minimumMs, name, attributes = {} }: SpanSearch,
  since: number,
): Promise<string[]> {
  const wanted = { ...attributes, ...(failed === true ? { error: 'true' } : {}) };
  const parameters = new URLSearchParams({
    'query.service_name': service,
    'query.start_time_min': new Date(since * 1000).toISOString(),
    'query.start_time_max': new Date().toISOString(),
    'query.num_traces': String(FOUND_AT_MOST),
    ...(Object.keys(wanted).length > 0 ? { 'query.attributes': JSON.stringify(wanted) } : {}),
    ...(name === undefined ? {} : { 'query.operation_name': name }),
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
  return (trace.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const ofProcess = attributesOf(resource?.attributes);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        spanId: hexadecimal(span.spanId, SPAN_ID_DIGITS),
        parentSpanId: span.parentSpanId ? hexadecimal(span.parentSpanId, SPAN_ID_DIGITS) : undefined,
        service: ofProcess['service.name'] ?? 'unknown',
        name: span.name,
        attributes: attributesOf(span.attributes),
        resource: ofProcess,
        kind: kindOf(span.kind),
        failed: span.status?.code === 'STATUS_CODE_ERROR' || span.status?.code === STATUS_ERROR,
        startedAt: milliseconds(span.startTimeUnixNano),
        durationMs: milliseconds(span.endTimeUnixNano) - milliseconds(span.startTimeUnixNano),
        events: (span.events ?? []).map(({ name = '', attributes }) => ({
          name,
          attributes: attributesOf(attributes),
        })),
        links: (span.links ?? []).map(({ traceId, spanId }) => ({
          traceId: hexadecimal(traceId, TRACE_ID_DIGITS),
          spanId: hexadecimal(spanId, SPAN_ID_DIGITS),
        })),
      })),
    );
  });
}

/** In the order of OTLP's numbers. */
const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUS_ERROR = 2;

function kindOf(kind: string | number | undefined): SpanKind {
  const found =
    typeof kind === 'number' ? KINDS[kind] : KINDS.find((name) => kind === `SPAN_KIND_${name.toUpperCase()}`);
  return found ?? 'unspecified';
}

/** Nanoseconds since the epoch are beyond what a number holds exactly; to the microsecond it does. */
const milliseconds = (nanoseconds: string | undefined): number =>
  Number(BigInt(nanoseconds ?? 0) / 1000n) / 1000;

const SPAN_ID_DIGITS = 16;
const TRACE_ID_DIGITS = 32;

/**
 * A trace id in all its digits, in small letters: Tempo's search leaves leading zeros out, and then does not find what it
 * named. No id stays none.
 */
export const wholeTraceId = (id: string): string =>
  id === '' ? '' : id.toLowerCase().padStart(TRACE_ID_DIGITS, '0');

function hexadecimal(id: string, digits: number): string {
  return id.length === digits && /^[0-9a-f]+$/i.test(id)
    ? id.toLowerCase()
    : Buffer.from(id, 'base64').toString('hex');
}

function attributesOf(attributes: readonly OtlpAttribute[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
