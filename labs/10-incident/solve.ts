import { randomBytes } from 'node:crypto';
import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { stringify } from 'yaml';
import { EVIDENCE_FILE } from './checks/evidence-file.ts';
import { harmedIn, POST_MORTEM_FILE } from './checks/post-mortem.ts';
import { clock, suffered } from './incident-time.ts';
import { causeOf, causesFor, type Incident, incidentOf, proofOf } from './incidents.ts';
import { asAdmin, MODEL, routeOf } from './prepare.ts';
import { readRecord } from './record.ts';
import { proves } from './trace-proof.ts';

/** The longest wait before an incident, what it needs to show, and a busy machine. */
const SHOWS_WITHIN_MS = 300_000;
/** Evidence needs an incident of some length; where only the summaries tell, one of four of them. */
const WATCHED_MS = 75_000;
const SUMMED_UP_MS = 125_000;
const ENDS_WITHIN_MS = 180_000;

/** What tells each incident from the normal state, in windows of a minute. */
export const EVIDENCE: Readonly<Record<string, { readonly metric: string; readonly log: string }>> = {
  'slow-model': {
    metric:
      'histogram_quantile(0.95, sum by (le) (rate(ml_model_inference_duration_seconds_bucket[1m]))) > 1',
    log: '{service_name="inference"} | event_type="model_prediction" | latency_ms > 1000',
  },
  'failing-model': {
    metric:
      'sum by (model_version) (rate(ml_model_predictions_total{status="error"}[1m])) / sum by (model_version) (rate(ml_model_predictions_total[1m])) > 0.1',
    log: '{service_name="inference"} | event_type="model_prediction_failed"',
  },
  'failing-answers': {
    metric:
      'sum(rate(http_server_requests_total{job="inference",status_class="5xx"}[1m])) / sum(rate(http_server_requests_total{job="inference"}[1m])) > 0.1',
    log: '{service_name="inference"} | event_type="http_request" | status_code="503"',
  },
  'bad-canary': {
    metric:
      'sum(rate(ml_predictions_total{model_version="2",status="error"}[1m])) / sum(rate(ml_predictions_total{model_version="2"}[1m])) > 0.2',
    log: '{service_name="inference"} | event_type="model_prediction_failed" | model_version="2"',
  },
  'failing-features': {
    metric: 'sum(rate(ml_feature_fetch_total{outcome!="success"}[1m])) > 1',
    log: '{service_name="inference"} | event_type="model_prediction" | features_source="default"',
  },
  'stale-features': {
    metric: 'sum(rate(http_server_requests_total{job="features",status_class="5xx"}[1m])) > 0',
    log: '{service_name="features"} | event_type="http_request" | status_code="503"',
  },
  'no-customers': {
    metric: 'sum(rate(traffic_requests_total[1m])) < 0.5 * sum(traffic_target_rate)',
    log: '{service_name="traffic"} | event_type="traffic_summary" | sent < 50',
  },
};

/** As somebody on call who knows the system: waits for the edge, gathers evidence, ends it, and writes. */
export async function solve(lab: SolveContext): Promise<void> {
  const incident = incidentOf(lab.draws);
  // What was before, on a busy machine, is not the incident.
  const began = (await readRecord(lab)).beganAt / 1000;
  const { first } = await poll(() => (Date.now() < began * 1000 ? undefined : suffered(lab, began)), {
    timeoutMs: SHOWS_WITHIN_MS,
    intervalMs: 2000,
    waitingFor: 'customers to suffer',
    signal: lab.signal,
  });
  const watchedMs = incident.suffering === 'gone' ? SUMMED_UP_MS : WATCHED_MS;
  await poll(() => (Date.now() - first * 1000 > watchedMs ? true : undefined), {
    timeoutMs: watchedMs + 10_000,
    intervalMs: 1000,
    waitingFor: 'evidence of a minute',
    signal: lab.signal,
  });
  const trace = await traceOf(lab, incident, first);
  await endIt(lab, incident);
  const last = await lastSuffering(lab, began);
  await lab.files.write(EVIDENCE_FILE, stringify(EVIDENCE[incident.fault.name]));
  const letters = [...causesFor(lab.draws)];
  const cause = causeOf(incident.fault);
  await lab.writeAnswer('who-suffers', incident.suffering);
  await lab.writeAnswer('since-when', clock(first));
  await lab.writeAnswer('root-cause', letters.find(([, text]) => text === cause)?.[0] ?? '');
  await lab.writeAnswer('trace-evidence', trace);
  const harmed = await harmedIn(lab.engines.prometheus, incident, { began: first, ended: last });
  await lab.files.write(POST_MORTEM_FILE, written(incident, { first, last, harmed, trace }));
}

async function traceOf(lab: SolveContext, incident: Incident, since: number): Promise<string> {
  const { traces } = lab.engines;
  const proof = proofOf(incident);
  // Once customers are back it is too late to ask in their place; the post-mortem names the trace of before.
  const own = tracesNamedIn(await lab.files.read(POST_MORTEM_FILE));
  return poll(
    async () => {
      const candidates = incident.suffering === 'gone' ? own : await traces.search(proof, since);
      for (const id of candidates) {
        const spans = (await traces.trace(id)) ?? [];
        if (proves(proof, spans) && spans.every(({ startedAt }) => startedAt >= since * 1000)) return id;
      }
      if (incident.suffering === 'gone') own.push(await ask(lab));
      return undefined;
    },
    { timeoutMs: 60_000, intervalMs: 1000, waitingFor: 'a trace that shows it', signal: lab.signal },
  );
}

const tracesNamedIn = (text: string): string[] =>
  [...text.matchAll(/\btrace ([0-9a-f]{32})\b/g)].map(([, id = '']) => id);

const PURCHASE = {
  user_id: 'somebody',
  amount: 12.5,
  merchant_category: 'groceries',
  hour_of_day: 12,
  distance_from_home_km: 3,
  card_present: true,
};

/** Asks for a prediction in the customers' place. @returns its trace id */
async function ask({ endpoints }: SolveContext): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  await fetchText(`${endpoints.inference}/predict`, {
    headers: { traceparent },
    body: PURCHASE,
  });
  return traceId;
}

/** The route where a version alone is at fault; the rollback of the component everywhere else. */
async function endIt(lab: SolveContext, { fault, switch: { service, name } }: Incident): Promise<void> {
  if (fault.name === 'bad-canary') {
    const { champion } = (await routeOf(lab).current()) as { champion: string };
    await routeOf(lab).set({ champion });
  } else
    await fetchText(`${lab.endpoints[service]}/admin/faults/${name}`, { ...asAdmin(lab), method: 'DELETE' });
}

/** When customers last suffered, once they have not for a while. */
const lastSuffering = (lab: SolveContext, began: number): Promise<number> =>
  poll(
    async () => {
      const symptom = await suffered(lab, began);
      return symptom?.isOver === true ? symptom.last : undefined;
    },
    { timeoutMs: ENDS_WITHIN_MS, intervalMs: 2000, waitingFor: 'customers to be served', signal: lab.signal },
  );

const IN_TWO_WEEKS_MS = 14 * 86_400_000;

interface Facts {
  readonly first: number;
  readonly last: number;
  readonly harmed: number;
  readonly trace: string;
}

function written({ fault, suffering }: Incident, { first, last, harmed, trace }: Facts): string {
  const due = new Date(Date.now() + IN_TWO_WEEKS_MS).toISOString().slice(0, 10);
  const { component, condition } = fault.rootCause;
  return `# Post-mortem: predictions, ${suffering}

## Summary

Customers of ${MODEL} were served badly for ${Math.round((last - first) / 60)} minutes: ${suffering}. Taking back the change ended it.

## Impact

Requests harmed: ${Math.round(harmed)}

## Timeline

| Event       | Time (UTC) | What was seen, and where |
| ----------- | ---------- | ------------------------ |
| Began       | ${clock(first)} | the ratio of the customers left its normal |
| Detected    | ${clock(first + 30)} | the same graph, looked at by a person |
| Cause named | ${clock(first + 60)} | trace ${trace} |
| Ended       | ${clock(last)} | the last moment at which customers suffered |

## Root cause

Component: ${component}

In it ${condition}. Every request that needs this part was harmed, and no other: the services around it
answered as before, and their own errors and durations did not move. Trace ${trace} shows the span.

## What helped, and what did not

The view of the customers told first. The alerts wait for minutes before they speak.

## Actions

| What | Owner | Due (YYYY-MM-DD) |
| ---- | ----- | ---------------- |
| Alert on the share of harmed requests within a minute | ml-platform | ${due} |
| Let a change of ${component} begin with a tenth of the traffic | ml-engineering | ${due} |
`;
}
