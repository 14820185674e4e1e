/** What keeps the loop from doing harm, in a lab of real engines: kill switch, dry run, verdicts on candidates, a human. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Decision, poll } from '@lab/engine-clients';
import { type StartedLab, startLab } from '@lab/test-telemetry/start-lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDryRunAutopilot } from './dry-run-autopilot.ts';
import { LiveLab } from './live-lab.ts';
import { settle } from './steady-state.ts';

const FAILING_SHARE = 0.8;
const ALERT_MS = 60_000;
const DECISION_MS = 60_000;
/** Rows have to come, three attempts may be needed, and processors are shared. */
const CANDIDATE_MS = 330_000;
/** As long as a rollout would have taken. */
const ROLLOUT_MS = 30_000;

let started: StartedLab;
let lab: LiveLab;

beforeAll(async () => {
  started = await startLab({ LAB_TIMING: 'drill' });
  lab = new LiveLab(started.lab);
});
afterAll(async () => {
  await started?.stop();
});

/** To be asked after {@link settle}, which leaves no alert of a loop. */
const fires = (name: string): Promise<true> =>
  poll(async () => ((await lab.firing()).includes(name) ? true : undefined), {
    timeoutMs: ALERT_MS,
    intervalMs: 200,
    waitingFor: `${name} to fire`,
  });
const decisionsSince = async (since: number, action: string): Promise<Decision[]> =>
  (await lab.autopilot.decisions()).filter(
    (decision) => decision.action === action && Date.parse(decision.decided_at) >= since,
  );
const decided = (
  since: number,
  action: string,
  outcome: string,
  timeoutMs = DECISION_MS,
): Promise<Decision> =>
  poll(async () => (await decisionsSince(since, action)).find((decision) => decision.outcome === outcome), {
    timeoutMs,
    intervalMs: 200,
    waitingFor: `${action}: ${outcome}`,
  });

describe('the autopilot', () => {
  test('kill switch and dry run - when a canary fails - then one autopilot refuses, the other says what it would do, and the canary stays', async () => {
    const route = { champion: '1', canary: { version: '2', percent: 10 } };
    await settle(lab, route);
    const dryRun = await startDryRunAutopilot(lab);
    try {
      await lab.setKillSwitch(true);
      const since = Date.now();
      await lab.failVersion('2', FAILING_SHARE);
      await fires('CanaryWorseThanChampion');
      expect(await decided(since, 'rollback_canary', 'refused')).toMatchObject({ reason: 'kill_switch' });

      const delivered = await poll(
        async () => {
          const alerts = await lab.delivered('CanaryWorseThanChampion');
          return alerts.length > 0 ? alerts : undefined;
        },
        { timeoutMs: ALERT_MS, waitingFor: 'the Alertmanager to know the alert' },
      );
      await dryRun.deliver(delivered);
      const rehearsed = await poll(
        async () => (await dryRun.decisions()).find(({ outcome }) => outcome === 'dry_run'),
        { timeoutMs: DECISION_MS, waitingFor: 'the decision of the second autopilot' },
      );
      expect(rehearsed).toMatchObject({
        action: 'rollback_canary',
        detail: 'would have done rollback_canary',
      });
      expect(await lab.route()).toEqual(route);
    } finally {
      await dryRun.stop();
    }
  });

  test('worse candidate - when a retrained version does worse with its first customers - then it is rolled back and never promoted', async () => {
    await settle(lab, { champion: '1' });
    const since = Date.now();
    await lab.startScenario('drift', { kind: 'prior', intensity: 1 });
    const { model_version: version } = await decided(since, 'retrain', 'done', CANDIDATE_MS);
    if (version === null) throw new Error('a retraining without a version');
    const worseSince = Date.now();
    await lab.failVersion(version, FAILING_SHARE);
    const rollback = await decided(worseSince, 'rollback_canary', 'done');
    expect(rollback.model_version).toBe(version);
    expect(await lab.route()).toEqual({ champion: '1' });
    await delay(ROLLOUT_MS);
    expect(await decisionsSince(since, 'promote')).toEqual([]);
    expect(await lab.route()).toEqual({ champion: '1' });
  });

  test('approval - when degrading would help - then nothing changes until a human says yes', async () => {
    await settle(lab, { champion: '2' });
    const since = Date.now();
    await lab.startScenario('latency', { latency_ms: 1500 });
    await fires('HighPredictionLatency');
    const asked = await decided(since, 'degrade', 'awaiting_approval');
    await delay(3000);
    expect(await lab.route()).toMatchObject({ champion: '2' });
    const approvedAt = Date.now();
    await lab.approve(asked.id);
    await decided(approvedAt, 'degrade', 'done');
    expect(await lab.route()).toEqual({ champion: '1' });
  });
});
