import { randomBytes } from 'node:crypto';
import { type CheckContext, type Finding, fails, found, type Task } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { exposedBy } from './exposition.ts';
import { HISTOGRAM } from './histogram.ts';
import { sendOutlier } from './outlier.ts';
import { mustAnswer, sendAll } from './requests.ts';

const BUCKET = `${HISTOGRAM}_bucket`;
const SERVICE = 'fraud-scorer';
const PAYMENTS = 3;
const SCRAPE_LIMIT_MS = 8000;
const TRACE_LIMIT_MS = 15_000;

export const exemplars: Task = {
  id: 'exemplars',
  title: 'Lead from the number to one request',
  needs: ['histogram'],
  hints: [
    'Ask /metrics with the header "accept: application/openmetrics-text". What stands behind the # at the end of a bucket line? What content type does the service answer with?',
    'Only OpenMetrics has room for exemplars: the registry has to speak it. The exemplar is the id of the trace in which the value was observed, so it is taken while that span is active.',
    "new Registry(Registry.OPENMETRICS_CONTENT_TYPE); enableExemplars: true; observe({ labels, value, exemplarLabels: { trace_id } }) with sampledTraceId(trace.getActiveSpan()) from @lab/instrumentation. For the types: new Histogram<'channel' | 'trace_id'>.",
  ],
  deadlineSeconds: 45,
  async check(lab) {
    const finding = await leadsToTrace(lab);
    if (finding.passed) await sendOutlier(lab);
    return finding;
  },
};

async function leadsToTrace({ workbench, workbenchEngines, engines }: CheckContext): Promise<Finding> {
  const delayMs = 500 + Math.floor(Math.random() * 300);
  const sent = Array.from({ length: PAYMENTS }, () => randomBytes(16).toString('hex'));
  const since = Date.now() / 1000 - 1;
  mustAnswer(
    await sendAll(
      workbench.service,
      sent.map((traceId) => ({ channel: 'partner', delayMs, traceId }) as const),
    ),
    200,
  );
  const looked = {
    expected: `an exemplar of ${BUCKET}, trace_id one of ${sent.map((id) => id.slice(0, 8)).join(', ')}…: they have just waited ${delayMs} ms`,
    lookAt: `curl -H 'accept: application/openmetrics-text' ${workbench.service}/metrics`,
  };
  const shown = (await exposedBy(workbench.service)).samples
    .filter(({ name, exemplar }) => name === BUCKET && exemplar !== undefined)
    .map(({ exemplar }) => exemplar ?? {});
  const traceId = sent.find((id) => shown.some((labels) => labels.trace_id === id));
  if (traceId === undefined)
    return fails({
      ...looked,
      seen:
        shown.length === 0
          ? 'no exemplars'
          : `exemplars of other traces: ${shown.map((labels) => JSON.stringify(labels)).join(' ')}`,
    });

  const scraped = await poll(
    async () =>
      (await workbenchEngines.prometheus.exemplars(BUCKET, since)).some(({ labels }) =>
        sent.includes(labels.trace_id ?? ''),
      ) || undefined,
    { timeoutMs: SCRAPE_LIMIT_MS, waitingFor: 'your Prometheus to scrape it' },
  ).catch(() => false);
  if (!scraped)
    return fails({
      ...looked,
      seen: `/metrics shows it, but Prometheus has taken no exemplar`,
      lookAt: `${workbench.prometheus}/api/v1/query_exemplars?query=${BUCKET}&start=…&end=…`,
    });

  return hasSpans(engines.traces, traceId);
}

/** Services send on their own time: the model's half of a trace may be there before the scorer's. */
async function hasSpans(traces: CheckContext['engines']['traces'], traceId: string): Promise<Finding> {
  let services: readonly string[] = [];
  await poll(
    async () => {
      const spans = (await traces.trace(traceId)) ?? [];
      services = [...new Set(spans.map(({ service }) => service))];
      return services.includes(SERVICE) || undefined;
    },
    { timeoutMs: TRACE_LIMIT_MS, intervalMs: 500, waitingFor: `the trace ${traceId}` },
  ).catch(() => undefined);
  return found(services.includes(SERVICE), {
    expected: `spans of ${SERVICE} in trace ${traceId}, which the exemplar leads to`,
    seen: services.length === 0 ? 'no such trace in the store' : `spans of ${services.join(', ')}`,
    lookAt: `the trace store, and the log of ${SERVICE} in logs/`,
  });
}
