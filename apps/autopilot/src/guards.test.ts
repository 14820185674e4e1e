import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, test } from 'vitest';
import { alert, resolved } from '../test/alerts.ts';
import { startAutopilot, type TestAutopilot, testPolicy } from '../test/autopilot-app.ts';
import { startInference } from '../test/inference-process.ts';
import { tempFolder } from '../test/temp-folder.ts';
import type { KillSwitch } from './store.ts';

const OPEN = [{ name: 'note', alerts: ['TargetDown'], actions: ['open_incident'] }];
const target = (service: string) =>
  alert({ alertname: 'TargetDown', labels: { service, model_name: service } });

/** A policy about canaries whose action has these limits. */
const rollbackWith = (limits: object) => {
  const policy = testPolicy();
  return {
    ...policy,
    actions: { ...policy.actions, rollback_canary: { cooldown: '0s', per_day: 100, ...limits } },
  };
};
const settledRollbacks = (autopilot: TestAutopilot, count: number) =>
  eventually(`${count} decisions`, async () => {
    const found = (await autopilot.decisions()).filter(
      ({ action, outcome }) => action === 'rollback_canary' && !['planned', 'started'].includes(outcome),
    );
    return found.length === count ? found : undefined;
  });

describe('deliveries', { timeout: 60_000 }, () => {
  test('when the same word comes again, also after a restart - then it is acted upon once', async () => {
    const env = { AUTOPILOT_STATE_DIR: tempFolder() };
    const policy = testPolicy({ rules: OPEN });
    const first = await startAutopilot({ policy, env });
    const told = target('features');
    expect(await first.deliver(told, told)).toEqual(['accepted', 'accepted']);
    await first.decided('open_incident', 'done');
    expect(await first.deliver(told)).toEqual(['duplicate']);
    await first.close();

    const second = await startAutopilot({ policy, env });
    expect(await second.deliver(told)).toEqual(['duplicate']);
    expect(await second.deliver(target('inference'))).toEqual(['accepted']);
    await eventually('both decisions', async () =>
      (await second.decisions()).filter(({ outcome }) => outcome === 'done').length === 2 ? true : undefined,
    );
    expect((await second.json<{ incidents: object[] }>('/v1/incidents')).incidents).toHaveLength(2);
  });

  test('when an alert is accepted and the process dies before it acts - then the next one acts', async () => {
    const inference = await startInference();
    const env = { AUTOPILOT_STATE_DIR: tempFolder(), INFERENCE_URL: inference.url };
    // So slow a tick, and a canary that must fire for an hour: nothing is done before the end.
    const waiting = testPolicy();
    const rules = waiting.rules.map((rule) => ({ ...rule, sustained_for: '1h' }));
    const first = await startAutopilot({ policy: { ...waiting, rules }, env });
    await first.deliver(alert());
    await first.decided('rollback_canary', 'planned');
    await first.close();
    expect((await inference.route()).canary).toBeDefined();

    const later = await startAutopilot({
      policy: { ...waiting, rules },
      env,
      now: () => Date.now() + 2 * 3_600_000,
    });
    await later.decided('rollback_canary', 'done');
    expect(await inference.route()).toEqual({ champion: '1' });
  });

  test('when nothing in the policy is about the alert, or it is history - then it is kept and nothing follows', async () => {
    const autopilot = await startAutopilot();
    expect(await autopilot.deliver(target('features'))).toEqual(['no_policy']);
    expect(await autopilot.deliver(alert({ startsAt: '2020-01-01T00:00:00Z' }))).toEqual(['stale']);
    expect(await autopilot.decisions()).toEqual([]);
    expect(
      await autopilot.metric('autopilot_alerts_total{alertname="CanaryWorseThanChampion",receipt="stale"}'),
    ).toBe(1);
  });

  test('when the alert resolves before it was sustained - then nothing is done about the model', async () => {
    const policy = testPolicy();
    const rules = policy.rules.map((rule) => ({ ...rule, sustained_for: '1h' }));
    const autopilot = await startAutopilot({ policy: { ...policy, rules } });
    const told = alert();
    await autopilot.deliver(told);
    await autopilot.decided('rollback_canary', 'planned');
    await autopilot.deliver(resolved(told));
    expect(await autopilot.decided('rollback_canary')).toMatchObject({
      outcome: 'refused',
      reason: 'not_applicable',
    });
  });
});

describe('guards', { timeout: 60_000 }, () => {
  test('cooldown - when an action was done a moment ago - then it is refused, and done once the time is over and the alert still fires', async () => {
    let ahead = 0;
    const inference = await startInference();
    const autopilot = await startAutopilot({
      policy: rollbackWith({ cooldown: '10m' }),
      env: { INFERENCE_URL: inference.url },
      now: () => Date.now() + ahead,
    });
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 1))[0]).toMatchObject({ outcome: 'done' });
    await inference.setRoute({ champion: '1', canary: { version: '2', percent: 10 } });
    const [over, firing] = [alert(), alert()];
    await autopilot.deliver(over, firing);
    for (const decision of (await settledRollbacks(autopilot, 3)).slice(0, 2))
      expect(decision).toMatchObject({ outcome: 'refused', reason: 'cooldown' });
    await autopilot.deliver(resolved(over));
    ahead = 11 * 60_000;
    await eventually('the alert that still fires to be acted upon', async () =>
      (await settledRollbacks(autopilot, 3)).find(
        ({ id, outcome }) => id.startsWith(firing.fingerprint) && outcome === 'done',
      ),
    );
    expect(await inference.route()).toEqual({ champion: '1' });
    const outcomes = (await settledRollbacks(autopilot, 3)).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['done', 'done', 'refused']);
  });

  test('budget - when it is spent - then the action is refused, and allowed again a day later', async () => {
    let ahead = 0;
    const inference = await startInference();
    const autopilot = await startAutopilot({
      policy: rollbackWith({ per_day: 1 }),
      env: { INFERENCE_URL: inference.url },
      now: () => Date.now() + ahead,
    });
    const budget = () => autopilot.metric('autopilot_action_budget_remaining{action="rollback_canary"}');
    expect(await budget()).toBe(1);
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 1))[0]).toMatchObject({ outcome: 'done' });
    expect(await budget()).toBe(0);
    await inference.setRoute({ champion: '1', canary: { version: '2', percent: 10 } });
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 2))[0]).toMatchObject({ outcome: 'refused', reason: 'budget' });
    ahead = 25 * 3_600_000;
    expect(await budget()).toBe(1);
    await autopilot.deliver(alert({ startsAt: new Date(Date.now() + ahead).toISOString() }));
    expect((await settledRollbacks(autopilot, 3))[0]).toMatchObject({ outcome: 'done' });
  });

  test('dry run - when the policy asks for it - then it is said what would have been done, and nothing is', async () => {
    const inference = await startInference();
    const autopilot = await startAutopilot({
      policy: rollbackWith({ dry_run: true }),
      env: { INFERENCE_URL: inference.url },
    });
    await autopilot.deliver(alert());
    await autopilot.decided('rollback_canary', 'dry_run');
    expect((await inference.route()).canary?.version).toBe('2');
  });

  test('kill switch - when it is on - then no model is touched, incidents are written all the same, and off means on again', async () => {
    const inference = await startInference();
    const autopilot = await startAutopilot({ env: { INFERENCE_URL: inference.url } });
    const turn = (on: boolean, token?: string) =>
      autopilot.ask('PUT', '/v1/kill-switch', { on, reason: 'a test' }, token);
    expect((await turn(true, 'a wrong token entirely')).status).toBe(401);
    expect((await turn(true)).status).toBe(200);
    expect(await autopilot.metric('autopilot_enabled')).toBe(0);
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 1))[0]).toMatchObject({
      outcome: 'refused',
      reason: 'kill_switch',
    });
    await autopilot.decided('open_incident', 'done');
    expect((await inference.route()).canary?.version).toBe('2');

    await turn(false);
    expect(await autopilot.metric('autopilot_enabled')).toBe(1);
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 2))[0]).toMatchObject({ outcome: 'done' });
  });

  test('kill switch - when it has an end - then it ends by itself, what it refused stays so, and the next alert is answered', async () => {
    const inference = await startInference();
    const autopilot = await startAutopilot({ env: { INFERENCE_URL: inference.url } });
    const turn = (body: object) => autopilot.ask('PUT', '/v1/kill-switch', { reason: 'a test', ...body });
    const isOn = async () => (await autopilot.json<KillSwitch>('/v1/kill-switch')).on;
    expect((await turn({ on: true, seconds: 0 })).status).toBe(400);
    expect(await isOn()).toBe(false);
    await turn({ on: true, seconds: 2 });
    const told = alert();
    await autopilot.deliver(told);
    await settledRollbacks(autopilot, 1);
    await eventually('the kill switch to end', async () => ((await isOn()) ? undefined : true));
    expect(await autopilot.json('/v1/kill-switch')).toMatchObject({ reason: 'its time is over: a test' });
    expect(await autopilot.deliver(told)).toEqual(['duplicate']);
    expect((await settledRollbacks(autopilot, 1))[0]).toMatchObject({ reason: 'kill_switch' });
    await autopilot.deliver(alert());
    expect((await settledRollbacks(autopilot, 2))[0]).toMatchObject({ outcome: 'done' });
  });

  test('kill switch - when one with an end is turned on again without - then it does not end', async () => {
    const autopilot = await startAutopilot({});
    const turn = (body: object) => autopilot.ask('PUT', '/v1/kill-switch', { reason: 'a test', ...body });
    expect(await (await turn({ on: true, seconds: 60 })).json()).toHaveProperty('ends_at');
    expect(await (await turn({ on: true })).json()).not.toHaveProperty('ends_at');
    expect(await (await turn({ on: false, seconds: 60 })).json()).not.toHaveProperty('ends_at');
  });

  test.each([
    ['approve', 'done', undefined],
    ['reject', 'refused', '2'],
  ])('approval - when a human says %s - then the action is %s', async (decision, outcome, canary) => {
    const inference = await startInference();
    const autopilot = await startAutopilot({
      policy: rollbackWith({ approval: true }),
      env: { INFERENCE_URL: inference.url },
    });
    await autopilot.deliver(alert());
    const { id } = await autopilot.decided('rollback_canary', 'awaiting_approval');
    const { approvals } = await autopilot.json<{ approvals: { id: string }[] }>('/v1/approvals');
    expect(approvals.map((approval) => approval.id)).toEqual([id]);
    expect(await autopilot.metric('autopilot_pending_approvals')).toBe(1);
    expect((await inference.route()).canary?.version).toBe('2');

    const path = `/v1/approvals/${encodeURIComponent(id)}`;
    expect((await autopilot.ask('POST', path, { decision }, 'a wrong token entirely')).status).toBe(401);
    expect((await autopilot.ask('POST', path, { decision })).status).toBe(202);
    await autopilot.decided('rollback_canary', outcome);
    expect((await inference.route()).canary?.version).toBe(canary);
    expect((await autopilot.ask('POST', path, { decision })).status).toBe(404);
    expect(await autopilot.metric('autopilot_pending_approvals')).toBe(0);
  });
});
