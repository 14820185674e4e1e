import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { type WrittenSpan, writeSpans } from './otlp.ts';
import { newSpanId, newTraceId } from './payments.ts';

const REST = 120;
const KEPT_SHARE = 0.25;
/** Three standard deviations of a share of a quarter among so many, rounded. */
const SHARE_TOLERANCE = 0.12;
const SLOW_MS = 400;
/** The error of a trace ends so much later than its first span: a sampler has to wait for it. */
const LATE_MS = 1500;
const ARRIVAL_MS = 40_000;
const AT_ONCE = 10;

export const tailSampling: Task = {
  id: 'tail-sampling',
  title: 'Keep errors, slow ones, and a quarter of the rest',
  hints: [
    'Which traces are worth keeping is known when they are over. Which processor of the Collector waits for that, and where in the pipeline does it belong?',
    'The processor tail_sampling takes policies, and keeps a trace that any of them wants: status_code, latency, probabilistic. decision_wait has to be longer than the slowest request. logs/collector.log says what the Collector thinks of your file.',
    'processors: tail_sampling: { decision_wait: 4s, policies: [ { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }, { name: slow, type: latency, latency: { threshold_ms: 400 } }, { name: share, type: probabilistic, probabilistic: { sampling_percentage: 25 } } ] }, and processors: [tail_sampling] in the pipeline.',
  ],
  deadlineSeconds: 120,
  async check(lab) {
    const sent = await sendTraffic(lab);
    return firstFailure(
      () => allKept(lab, sent.failed, `${sent.failed.length} traces whose last span has status ERROR`),
      () => allKept(lab, sent.slow, `${sent.slow.length} traces that took ${SLOW_MS} ms or longer`),
      () => aQuarterKept(lab, sent.rest),
    );
  },
};

interface Sent {
  readonly failed: readonly string[];
  readonly slow: readonly string[];
  readonly rest: readonly string[];
}

async function sendTraffic({ workbench, draws }: CheckContext): Promise<Sent> {
  // A service name of each run: nobody's earlier spans are among them.
  const service = `sampling-probe-${randomBytes(3).toString('hex')}`;
  const startedAt = Date.now() - LATE_MS;
  const send = (spans: readonly WrittenSpan[]): Promise<void> =>
    writeSpans(workbench.collectorOtlpHttp, service, spans).catch((error: unknown) => {
      throw new Error(`your Collector takes no spans (${(error as Error).message}): see logs/collector.log`, {
        cause: error,
      });
    });
  const traces = (count: number): Probe[] =>
    Array.from({ length: count }, () => ({ traceId: newTraceId(), spanId: newSpanId() }));
  const failed = traces(draws.integer('failed traces', 5, 9));
  const slow = traces(draws.integer('slow traces', 5, 9));
  const rest = traces(REST);

  const first = (probe: Probe, durationMs: number): WrittenSpan => ({
    ...probe,
    name: 'probe',
    startedAt,
    durationMs,
  });
  await send([
    ...failed.map((probe) => first(probe, 20)),
    // Just slow: a threshold that is higher, such as the lab's own of 500 ms, leaves all of them to chance.
    ...slow.map((probe, index) => first(probe, SLOW_MS + 5 + index * 10)),
    // Up to nearly slow: a threshold that is lower keeps more than its share of them.
    ...rest.map((probe, index) => first(probe, 1 + Math.floor((index * (SLOW_MS - 20)) / REST))),
  ]);
  await delay(LATE_MS);
  await send(
    failed.map(({ traceId, spanId }) => ({
      traceId,
      spanId: newSpanId(),
      parentSpanId: spanId,
      name: 'late error',
      startedAt: startedAt + 25,
      durationMs: 5,
      failed: true,
    })),
  );
  const idsOf = (probes: readonly Probe[]): string[] => probes.map(({ traceId }) => traceId);
  return { failed: idsOf(failed), slow: idsOf(slow), rest: idsOf(rest) };
}

interface Probe {
  readonly traceId: string;
  readonly spanId: string;
}

async function allKept(lab: CheckContext, ids: readonly string[], what: string): Promise<Finding> {
  let kept: readonly string[] = [];
  await poll(
    async () => {
      kept = await storedOf(lab, ids);
      return kept.length === ids.length || undefined;
    },
    { timeoutMs: ARRIVAL_MS, intervalMs: 1000, waitingFor: what, signal: lab.signal },
  ).catch(() => lab.signal.throwIfAborted());
  return found(kept.length === ids.length, {
    expected: `all kept of ${what}`,
    seen: `${kept.length} of ${ids.length} came to the trace store`,
    lookAt: samplerAt(lab),
  });
}

/** They were sent together with the others, which have arrived: what is not there now, and a moment later, was dropped. */
async function aQuarterKept(lab: CheckContext, ids: readonly string[]): Promise<Finding> {
  let before = -1;
  let kept = (await storedOf(lab, ids)).length;
  while (kept !== before) {
    await delay(1500, undefined, { signal: lab.signal });
    before = kept;
    kept = (await storedOf(lab, ids)).length;
  }
  const share = kept / ids.length;
  return found(Math.abs(share - KEPT_SHARE) <= SHARE_TOLERANCE, {
    expected: `about ${KEPT_SHARE * 100} % kept of ${ids.length} traces that are neither slow nor failed`,
    seen: `${kept} of ${ids.length}, ${(share * 100).toFixed(0)} %`,
    lookAt: samplerAt(lab),
  });
}

async function storedOf({ engines }: CheckContext, ids: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const traces = await Promise.all(some.map((id) => engines.traces.trace(id)));
    kept.push(...some.filter((_, index) => traces[index] !== undefined));
  }
  return kept;
}

const samplerAt = ({ workbench }: CheckContext): string =>
  `otelcol_processor_tail_sampling_count_traces_sampled at ${workbench.collectorSelfMetrics}/metrics, and logs/collector.log`;
