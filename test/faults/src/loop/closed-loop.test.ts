/**
 * The loop that closes itself, in a lab of real engines, as `./lab drill --loop` measures it: the world or a model is
 * changed, and nothing else is done until customers get again what they got before. Then what it has left behind is read:
 * one trace, and the lines under it. `LAB_LOOP_REPORT=1` writes the times into docs/reference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LokiApi, poll, type TraceSpan, type TraceStore, traceStoreOf } from '@lab/engine-clients';
import { ROOT } from '@lab/test-telemetry/command-line';
import { type StartedLab, startLab } from '@lab/test-telemetry/start-lab';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Loop {
  readonly fault: string;
  readonly startedAt: string;
  readonly detectedAfter?: number;
  readonly remediedAfter?: number;
  readonly restoredAfter?: number;
  readonly decision?: { readonly id: string; readonly alertname: string; readonly trace_id: string };
  readonly promotion?: { readonly id: string; readonly trace_id: string };
  readonly problems: readonly string[];
}

/** Of the canary that fails, in drill timing: from the alert to the last customer. */
const ROLLBACK_SECONDS = 60;
const LOOPS = ['drift', 'bad-canary', 'accuracy'];
/** Spans of what the autopilot does with a candidate; those of SQL statements and requests hang below them. */
const STEPS = [
  'training.fetch',
  'training.train',
  'training.evaluate',
  'training.release',
  'rollout.step',
  'rollout.compare',
  'rollout.promote',
];

let started: StartedLab;
let loki: LokiApi;
let traces: TraceStore;
let loops: readonly Loop[];
const loopOf = (name: string): Loop => {
  const found = loops.find(({ fault }) => fault === name);
  if (found === undefined) throw new Error(`the journal has no loop of ${name}`);
  return found;
};

beforeAll(async () => {
  started = await startLab({ LAB_TIMING: 'drill' });
  const { ports, binaries } = started.lab;
  const at = (port: string): string => `http://127.0.0.1:${ports[port]}`;
  loki = new LokiApi(at('LOKI_PORT'));
  const components = Object.keys(binaries).map((name) => ({ name }));
  traces = traceStoreOf({ tempo: at('TEMPO_PORT'), jaeger: at('JAEGER_PORT') }, { components });
});
afterAll(() => started.stop());

describe('./lab drill --loop', () => {
  test('when faults are left to the autopilot - then the journal tells of each', async () => {
    const report = process.env.LAB_LOOP_REPORT === '1' ? ['--report', 'docs/reference/closed-loop.md'] : [];
    await execa(`${ROOT}/lab`, ['drill', ...LOOPS, '--loop', ...report], {
      cwd: ROOT,
      env: started.lab.env,
      reject: false,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const folder = join(started.lab.stateDir, 'drills');
    const [latest = ''] = readdirSync(folder).sort().reverse();
    loops = JSON.parse(readFileSync(join(folder, latest, 'loops.json'), 'utf8')).loops;
    expect(loops.map(({ fault }) => fault).sort()).toEqual([...LOOPS].sort());
  });

  test.each(LOOPS)(
    '%s - when nobody does anything - then the autopilot finds the remedy, and the alerts end for good',
    (name) => {
      expect(loopOf(name).problems).toEqual([]);
    },
  );

  test('bad canary - when its alert fires - then it serves nobody any more within a minute', () => {
    const { detectedAfter = Number.NaN, remediedAfter = Number.NaN } = loopOf('bad-canary');
    expect(remediedAfter - detectedAfter).toBeLessThan(ROLLBACK_SECONDS);
  });

  test('drift - when its loop has closed - then one trace leads from the alert to the promotion, and is linked with the run that found the drift', async () => {
    const { decision: retraining, promotion, startedAt } = loopOf('drift');
    const traceId = retraining?.trace_id ?? '';
    const spans = await poll(
      async () => {
        const found = await traces.trace(traceId);
        return found?.some(({ name }) => name === 'rollout.promote') ? found : undefined;
      },
      { timeoutMs: 60_000, intervalMs: 500, waitingFor: 'the promotion in the trace of the alert' },
    );
    const decision = spans.find(
      ({ name, attributes }) =>
        name === 'autopilot_decision' && attributes['autopilot.decision_id'] === retraining?.id,
    );
    expect(decision?.attributes).toMatchObject({
      'autopilot.action': 'retrain',
      'autopilot.outcome': 'done',
      'alert.name': retraining?.alertname,
    });
    if (decision === undefined) throw new Error('no span of the decision');

    const delivery = spans.find(({ spanId }) => spanId === decision.parentSpanId);
    expect([delivery?.service, delivery?.name]).toEqual(['autopilot', 'POST /v1/alerts']);

    const steps = below(spans, decision)
      .filter(({ service, name }) => service === 'autopilot' && STEPS.includes(name))
      .toSorted((a, b) => endOf(a) - endOf(b))
      .map(({ name, attributes }) =>
        name === 'rollout.step' ? `${name} ${attributes['rollout.percent']} %` : name,
      );
    const attempts = steps.filter((name) => name === 'training.train').length;
    expect(attempts).toBeGreaterThan(0);
    expect(steps.slice(0, 3)).toEqual(['training.fetch', 'training.train', 'training.evaluate']);
    expect(steps.slice(3 * attempts)).toEqual([
      'rollout.step 10 %',
      'training.release',
      'rollout.compare',
      'rollout.step 25 %',
      'rollout.compare',
      'rollout.step 50 %',
      'rollout.compare',
      'rollout.promote',
    ]);
    const promoting = below(spans, decision).find(
      ({ attributes }) => attributes['autopilot.decision_id'] === promotion?.id,
    );
    expect(promoting?.attributes).toMatchObject({
      'autopilot.action': 'promote',
      'autopilot.outcome': 'done',
    });
    expect(promotion?.trace_id).toBe(traceId);

    // A trace that grows with every look at a rollout is one that no store takes in the end.
    const looks = below(spans, decision).filter(({ name }) => name.startsWith('GET'));
    expect(looks.length).toBeLessThan(30);

    const cause = decision.links[0]?.traceId ?? '';
    expect(decision.attributes['cause.trace_id']).toBe(cause);
    const run = await poll(
      async () => (await traces.trace(cause))?.find(({ name }) => name === 'pipeline_run'),
      { timeoutMs: 30_000, intervalMs: 500, waitingFor: 'the trace of the drift run' },
    );
    expect([run.service, run.attributes['pipeline.name']]).toEqual(['monitor', 'drift']);
    expect(run.startedAt).toBeGreaterThan(Date.parse(startedAt));
    expect(run.startedAt).toBeLessThan(decision.startedAt);
  });

  test('drift - when its loop has closed - then every line about it carries the id of that trace', async () => {
    const { decision, promotion, startedAt } = loopOf('drift');
    const since = Date.parse(startedAt) / 1000;
    const wanted = [
      'autopilot_decision retrain planned',
      'autopilot_decision retrain started',
      'candidate_evaluated',
      'rollout_step running',
      'autopilot_decision retrain done',
      'rollout_step promoting',
      'autopilot_decision promote planned',
      'autopilot_decision promote started',
      'rollout_step promoted',
      'autopilot_decision promote done',
    ];
    const query = `{service_name="autopilot"} | trace_id="${decision?.trace_id}"`;
    await poll(
      async () => {
        const kinds = (await loki.lines(query, since, 500)).map(({ fields }) => kindOf(fields));
        const missing = wanted.filter((kind) => !kinds.includes(kind));
        if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
        return true;
      },
      { timeoutMs: 30_000, intervalMs: 500, waitingFor: 'all lines of the loop under its trace in Loki' },
    );
    const all = await loki.lines(
      `{service_name="autopilot"} | event_type="autopilot_decision" | decision_id=~"${decision?.id}|${promotion?.id}"`,
      since,
      500,
    );
    expect(all.length).toBeGreaterThanOrEqual(6);
    expect(new Set(all.map(({ fields }) => fields.trace_id))).toEqual(new Set([decision?.trace_id]));
  });
});

const kindOf = (fields: Readonly<Record<string, string>>): string =>
  [fields.event_type, fields.action, fields.outcome, fields.state].filter(Boolean).join(' ');

const endOf = ({ startedAt, durationMs }: TraceSpan): number => startedAt + durationMs;

/** The span and all that hang below it. */
function below(spans: readonly TraceSpan[], root: TraceSpan): TraceSpan[] {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId);
  return [root, ...children.flatMap((child) => below(spans, child))];
}
