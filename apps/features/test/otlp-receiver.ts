import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { fields, text } from './protobuf-reader.ts';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  /** opentelemetry.proto.trace.v1.Span.SpanKind: 2 is SERVER, 3 is CLIENT. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A Collector reduced to its ear: takes OTLP over HTTP and keeps the spans. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        this.spans.push(...spansOf(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** ExportTraceServiceRequest → resource_spans (1) → scope_spans (2) → spans (2); see opentelemetry-proto, trace.proto. */
function spansOf(request: Buffer): ReceivedSpan[] {
  const spans: ReceivedSpan[] = [];
  for (const resourceSpans of fields(request, 1)) {
    for (const scopeSpans of fields(resourceSpans, 2)) {
      for (const span of fields(scopeSpans, 2)) spans.push(readSpan(span));
    }
  }
  return spans;
}

function readSpan(span: Buffer): ReceivedSpan {
  const [traceId, spanId, parentSpanId] = [1, 2, 4].map((id) => fields(span, id)[0]?.toString('hex') ?? '');
  const attributes = fields(span, 9).map((pair) => {
    const value = fields(pair, 2)[0] ?? Buffer.alloc(0);
    return [text(pair, 1), text(value, 1)];
  });
  return {
    traceId: traceId ?? '',
    spanId: spanId ?? '',
    parentSpanId: parentSpanId ?? '',
    name: text(span, 5),
    kind: fields(span, 6)[0]?.readUInt8() ?? 0,
    attributes: Object.fromEntries(attributes),
  };
}
