import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { fetchText, type TraceSpan } from '@lab/engine-clients';
import { mustBe, pay } from './payments.ts';
import { described, isBelow, spanOf, storedTrace, traceAt, tracesWith } from './stored.ts';

export const serverSpans: Task = {
  id: 'server-spans',
  title: 'Get spans without writing any',
  hints: [
    'The SDK is loaded, and instruments fetch. Why does the call to the model make no span? Look at what src/shared/http-app.ts makes.',
    'Client spans are made only below another span, and nothing makes the first one. observedFastify of @lab/instrumentation makes one per request.',
    'In httpApp(): return observedFastify(createTelemetry({ service: env.OTEL_SERVICE_NAME, version: env.SERVICE_VERSION, environment: env.DEPLOYMENT_ENVIRONMENT, logLevel: env.LOG_LEVEL, userIdSalt: env.USER_ID_SALT })), each with a default, as the type asks for strings.',
  ],
  deadlineSeconds: 45,
  async check(lab) {
    const payment = await pay(lab, { merchant: 'm-check' });
    mustBe(200, payment);
    return firstFailure(
      () => gatewayIsInCallersTrace(lab, payment),
      () => scorerAsksModel(lab, payment.sentAt),
      () => bearsItsName(lab.workbench.service, 'gateway'),
      () => bearsItsName(lab.workbench.secondService, 'scorer'),
    );
  },
};

/** Spans have their service's name from the environment; lines and metrics have it from the file that both share. */
async function bearsItsName(service: string, name: string): Promise<Finding> {
  const metrics = await fetchText(`${service}/metrics`);
  const seen = /^service_info\{.*?\bservice="([^"]*)"/m.exec(metrics)?.[1];
  return found(seen === name, {
    expected: `service_info with service="${name}": what ${name} says of itself`,
    seen: seen === undefined ? 'no service_info' : `service="${seen}"`,
    lookAt: `${service}/metrics, and what createTelemetry is told`,
  });
}

async function gatewayIsInCallersTrace(
  lab: CheckContext,
  { traceId, callersSpanId }: { readonly traceId: string; readonly callersSpanId: string },
): Promise<Finding> {
  const server = (spans: Parameters<typeof spanOf>[0]) => spanOf(spans, 'gateway', 'POST /payments');
  const spans = await storedTrace(lab, traceId, (all) => server(all) !== undefined);
  const span = server(spans);
  return found(span?.kind === 'server' && span.parentSpanId === callersSpanId, {
    expected: `a SERVER span POST /payments of gateway, child of the caller's span ${callersSpanId}`,
    seen:
      span === undefined
        ? described(spans)
        : `kind ${span.kind}, parent ${span.parentSpanId ?? 'none: a root'}`,
    lookAt: traceAt(lab, traceId),
  });
}

async function scorerAsksModel(lab: CheckContext, since: number): Promise<Finding> {
  const expected =
    'a SERVER span POST /score of scorer, below it the CLIENT span of the call to inference, below that spans of inference';
  const [traceId] = await tracesWith(lab, { service: 'scorer', name: 'POST /score' }, since);
  if (traceId === undefined)
    return fails({
      expected,
      seen: 'no span POST /score of scorer since the payment',
      lookAt: "traces of service scorer, and the scorer's log in logs/",
    });
  const spans = await storedTrace(lab, traceId, asksModel);
  return found(asksModel(spans), { expected, seen: described(spans), lookAt: traceAt(lab, traceId) });
}

function asksModel(spans: readonly TraceSpan[]): boolean {
  const server = spanOf(spans, 'scorer', 'POST /score');
  const client = spans.find(
    ({ service, kind, attributes }) =>
      service === 'scorer' && kind === 'client' && attributes['peer.service'] === 'inference',
  );
  const asked = spans.find(({ service, kind }) => service === 'inference' && kind === 'server');
  return (
    server?.kind === 'server' &&
    client !== undefined &&
    isBelow(spans, client, server) &&
    asked?.parentSpanId === client.spanId
  );
}
