/**
 * The loop that closes itself, in a lab of real engines: the world or a model is changed, and nothing else is done from
 * here until the lab is well again. `LAB_LOOP_REPORT=1` writes the times into docs/reference.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '@lab/test-telemetry/command-line';
import { type StartedLab, startLab } from '@lab/test-telemetry/start-lab';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startDryRunAutopilot } from './dry-run-autopilot.ts';
import { FiringWatch } from './firing-watch.ts';
import { type Decision, LiveLab } from './live-lab.ts';
import { poll } from './poll.ts';
import { accuracyOf, untilCanary, untilRestored } from './retraining-loop.ts';
import { settle } from './steady-state.ts';
import { Timeline, writeReport } from './timeline.ts';
import { below, readTrace } from './trace.ts';

/** An hour of production: what has resolved has to stay so for that long. */
const STAYS_RESOLVED_MS = 60_000;
/** As ModelAccuracyDrop has it. */
const ACCURATE = 0.85;
const FAILING_SHARE = 0.8;
const ALERT_SECONDS = 60;
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
/** What the issue of this loop asks for, from the alert. */
const ROLLBACK_SECONDS = 60;

let started: StartedLab;
let lab: LiveLab;
let watch: FiringWatch;
const timelines: Timeline[] = [];
/** A page about a part of them, or about one that did not close, would be none. */
const SCENARIOS = 6;
let allPassed = true;

function begin(title: string): { since: number; timeline: Timeline } {
  const since = Date.now();
  const timeline = new Timeline(title, since);
  timelines.push(timeline);
  return { since, timeline };
}

beforeAll(async () => {
  started = await startLab({ LAB_TIMING: 'drill' });
  lab = new LiveLab(started.lab);
  watch = new FiringWatch(lab);
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') allPassed = false;
});
afterAll(async () => {
  for (const timeline of timelines) process.stdout.write(`\n${timeline.toMarkdown()}`);
  const isWhole = allPassed && timelines.length === SCENARIOS;
  if (process.env.LAB_LOOP_REPORT === '1' && isWhole) writeReport(ROOT, timelines);
  await watch?.close();
  await started?.stop();
});

const decisionsSince = async (since: number, action: string): Promise<Decision[]> =>
  (await lab.decisions()).filter(
    (decision) => decision.action === action && Date.parse(decision.decided_at) >= since,
  );
const decided = (since: number, action: string, outcome: string, seconds: number): Promise<Decision> =>
  poll(
    `${action}: ${outcome}`,
    async () => (await decisionsSince(since, action)).find((decision) => decision.outcome === outcome),
    seconds,
  );

describe('the closed loop', () => {
  describe('drift', () => {
    const ALERTS = ['DataDriftDetected', 'PredictionDistributionShift', 'ConceptDriftDetected'];
    let since: number;
    let retraining: Decision;
    let promotion: Decision;

    test('when customers change - then a version that has learned from them is promoted, and the alerts end for good', async () => {
      await settle(lab, { champion: '1' });
      const begun = begin('Customers change');
      const { timeline } = begun;
      since = begun.since;
      await lab.startScenario('drift', { kind: 'covariate', intensity: 1 });
      const canary = await untilCanary(lab, watch, { since, alerts: ['DataDriftDetected'], timeline });
      retraining = canary.retraining;
      promotion = await untilRestored(lab, watch, canary, { alerts: ALERTS, timeline });
      expect(await lab.route()).toEqual({ champion: canary.version });

      const resolvedAt = Date.now();
      await delay(STAYS_RESOLVED_MS);
      expect(watch.since(resolvedAt, ALERTS)).toEqual([]);
      timeline.mark('no alert about the model has come back', Date.now());
      expect(await lab.route()).toEqual({ champion: canary.version });
    });

    test('when it has closed - then one trace leads from the alert to the promotion, and is linked with the run that found the drift', async () => {
      const traceId = retraining.trace_id ?? '';
      const spans = await poll(
        'the promotion in the trace of the alert',
        async () => {
          const found = await readTrace(lab, traceId);
          return found.some(({ name }) => name === 'rollout.promote') ? found : undefined;
        },
        60,
      );
      const decision = spans.find(
        ({ name, attributes }) =>
          name === 'autopilot_decision' && attributes['autopilot.decision_id'] === retraining.id,
      );
      expect(decision?.attributes).toMatchObject({
        'autopilot.action': 'retrain',
        'autopilot.outcome': 'done',
        'alert.name': retraining.alertname,
      });
      if (decision === undefined) throw new Error('no span of the decision');

      const delivery = spans.find(({ spanId }) => spanId === decision.parentSpanId);
      expect([delivery?.service, delivery?.name]).toEqual(['autopilot', 'POST /v1/alerts']);

      const steps = below(spans, decision)
        .filter(({ service, name }) => service === 'autopilot' && STEPS.includes(name))
        .toSorted((a, b) => a.endedAt - b.endedAt)
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
        ({ attributes }) => attributes['autopilot.decision_id'] === promotion.id,
      );
      expect(promoting?.attributes).toMatchObject({
        'autopilot.action': 'promote',
        'autopilot.outcome': 'done',
      });
      expect(promotion.trace_id).toBe(traceId);

      // A trace that grows with every look at a rollout is one that no store takes in the end.
      const looks = below(spans, decision).filter(({ name }) => name.startsWith('GET'));
      expect(looks.length).toBeLessThan(30);

      const [cause = ''] = decision.links;
      expect(decision.attributes['cause.trace_id']).toBe(cause);
      const run = await poll(
        'the trace of the drift run',
        async () => (await readTrace(lab, cause)).find(({ name }) => name === 'pipeline_run'),
        30,
      );
      expect([run.service, run.attributes['pipeline.name']]).toEqual(['monitor', 'drift']);
      const alertAt = watch.since(since, ['DataDriftDetected'])[0]?.from ?? 0;
      expect(run.startedAt).toBeGreaterThan(since);
      expect(run.startedAt).toBeLessThan(alertAt);
    });

    test('when it has closed - then every line about it carries the id of that trace', async () => {
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
      const kindOf = (fields: Readonly<Record<string, string>>): string =>
        [fields.event_type, fields.action, fields.outcome, fields.state].filter(Boolean).join(' ');
      const query = `{service_name="autopilot"} | trace_id="${retraining.trace_id}"`;
      await poll(
        'all lines of the loop under its trace in Loki',
        async () => {
          const kinds = (await lab.lines(query, since)).map(({ fields }) => kindOf(fields));
          const missing = wanted.filter((kind) => !kinds.includes(kind));
          if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
          return true;
        },
        30,
      );
      const all = await lab.lines(
        `{service_name="autopilot"} | event_type="autopilot_decision" | decision_id=~"${retraining.id}|${promotion.id}"`,
        since,
      );
      expect(all.length).toBeGreaterThanOrEqual(6);
      expect(new Set(all.map(({ fields }) => fields.trace_id))).toEqual(new Set([retraining.trace_id]));
    });
  });

  test('bad canary - when a canary fails - then it is rolled back within a minute of its alert', async () => {
    const route = { champion: '1', canary: { version: '2', percent: 10 } };
    await settle(lab, route);
    const { since, timeline } = begin('A canary fails');
    await lab.failVersion('2', FAILING_SHARE);
    const alert = await poll(
      'CanaryWorseThanChampion',
      () => watch.since(since, ['CanaryWorseThanChampion'])[0],
      ALERT_SECONDS,
    );
    timeline.markAlert('CanaryWorseThanChampion fires', alert.from);
    const rollback = await decided(since, 'rollback_canary', 'done', ROLLBACK_SECONDS);
    timeline.mark('the autopilot decides to roll back', rollback.decided_at);
    timeline.mark('the canary serves nobody any more', rollback.finished_at ?? '');
    expect(Date.parse(rollback.finished_at ?? '') - alert.from).toBeLessThan(ROLLBACK_SECONDS * 1000);
    expect(await lab.route()).toEqual({ champion: '1' });
    await poll(
      'the end of the alert',
      () => (watch.fires(['CanaryWorseThanChampion']) ? undefined : true),
      120,
    );
    timeline.mark(
      'CanaryWorseThanChampion has resolved',
      watch.since(since, ['CanaryWorseThanChampion']).at(-1)?.to ?? Date.now(),
    );
  });

  test('kill switch and dry run - when a canary fails - then one autopilot refuses, the other says what it would do, and the canary stays', async () => {
    const route = { champion: '1', canary: { version: '2', percent: 10 } };
    await settle(lab, route);
    const dryRun = await startDryRunAutopilot(lab);
    try {
      await lab.setKillSwitch(true);
      const { since, timeline } = begin('A canary fails while the kill switch is on');
      await lab.failVersion('2', FAILING_SHARE);
      const alert = await poll(
        'CanaryWorseThanChampion',
        () => watch.since(since, ['CanaryWorseThanChampion'])[0],
        ALERT_SECONDS,
      );
      timeline.markAlert('CanaryWorseThanChampion fires', alert.from);
      const refused = await decided(since, 'rollback_canary', 'refused', ROLLBACK_SECONDS);
      timeline.mark('the autopilot refuses: its kill switch is on', refused.finished_at ?? '');
      expect(refused.reason).toBe('kill_switch');

      await dryRun.deliver(await lab.delivered('CanaryWorseThanChampion'));
      const rehearsed = await poll(
        'the decision of the second autopilot',
        async () => (await dryRun.decisions()).find(({ outcome }) => outcome === 'dry_run'),
        30,
      );
      timeline.mark('a second autopilot in dry run says what it would do', rehearsed.finished_at ?? '');
      expect(rehearsed).toMatchObject({
        action: 'rollback_canary',
        detail: 'would have done rollback_canary',
      });
      expect(await lab.route()).toEqual(route);
    } finally {
      await dryRun.stop();
    }
  });

  test('accuracy - when fraud changes - then a version that has learned it is promoted, and is right again', async () => {
    const ALERTS = ['ModelAccuracyDrop', 'ConceptDriftDetected'];
    await settle(lab, { champion: '1' });
    const before = await poll('the accuracy before', () => accuracyOf(lab, '1'), 30);
    expect(before).toBeGreaterThan(ACCURATE);
    const { since, timeline } = begin('Fraud changes');
    await lab.startScenario('drift', { kind: 'concept', intensity: 1 });
    const canary = await untilCanary(lab, watch, { since, alerts: ALERTS, timeline });
    const lowest = (await accuracyOf(lab, '1')) ?? before;
    await untilRestored(lab, watch, canary, { alerts: ALERTS, timeline });
    const after = await poll(
      `the accuracy of version ${canary.version}`,
      async () => {
        const accuracy = await accuracyOf(lab, canary.version);
        return accuracy !== undefined && accuracy > ACCURATE ? accuracy : undefined;
      },
      60,
    );
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
    timeline.mark(
      `right in ${percent(after)} of the cases: it was ${percent(before)}, and ${percent(lowest)} in the meantime`,
      Date.now(),
    );
    const resolvedAt = Date.now();
    await delay(STAYS_RESOLVED_MS);
    expect(watch.since(resolvedAt, ALERTS)).toEqual([]);
    timeline.mark('no alert about the model has come back', Date.now());
    expect(await lab.route()).toEqual({ champion: canary.version });
  });

  test('worse candidate - when a retrained version does worse with its first customers - then it is rolled back and never promoted', async () => {
    await settle(lab, { champion: '1' });
    const { since, timeline } = begin('A retrained version does worse');
    await lab.startScenario('drift', { kind: 'prior', intensity: 1 });
    const { version } = await untilCanary(lab, watch, {
      since,
      alerts: ['ConceptDriftDetected', 'ModelAccuracyDrop', 'DataDriftDetected'],
      timeline,
    });
    const worseSince = Date.now();
    timeline.mark(`version ${version} begins to fail`, worseSince);
    await lab.failVersion(version, FAILING_SHARE);
    const rollback = await decided(worseSince, 'rollback_canary', 'done', ROLLBACK_SECONDS);
    timeline.mark(
      `version ${version} serves nobody any more: ${rollback.detail}`,
      rollback.finished_at ?? '',
    );
    expect(rollback.model_version).toBe(version);
    expect(await lab.route()).toEqual({ champion: '1' });
    // As long as a rollout would have taken.
    await delay(STAYS_RESOLVED_MS / 2);
    expect(await decisionsSince(since, 'promote')).toEqual([]);
    expect(await lab.route()).toEqual({ champion: '1' });
  });

  test('approval - when degrading would help - then nothing changes until a human says yes', async () => {
    await settle(lab, { champion: '2' });
    const { since, timeline } = begin('Customers wait, and a human is asked');
    await lab.startScenario('latency', { latency_ms: 1500 });
    const alert = await poll(
      'HighPredictionLatency',
      () => watch.since(since, ['HighPredictionLatency'])[0],
      ALERT_SECONDS,
    );
    timeline.markAlert('HighPredictionLatency fires', alert.from);
    const asked = await decided(since, 'degrade', 'awaiting_approval', ALERT_SECONDS);
    timeline.mark('the autopilot asks whether it may degrade', asked.decided_at);
    await delay(3000);
    expect(await lab.route()).toMatchObject({ champion: '2' });
    const approvedAt = Date.now();
    timeline.mark('a human says yes', approvedAt);
    await lab.approve(asked.id);
    const done = await decided(approvedAt, 'degrade', 'done', ALERT_SECONDS);
    timeline.mark('version 1 answers everybody', done.finished_at ?? '');
    expect(await lab.route()).toEqual({ champion: '1' });
  });
});
