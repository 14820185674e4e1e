import { describe, expect, test } from 'vitest';
import { alert } from '../test/alerts.ts';
import { ALERTMANAGER_TOKEN, startAutopilot } from '../test/autopilot-app.ts';
import { startInference } from '../test/inference-process.ts';

describe('a worse canary', { timeout: 60_000 }, () => {
  test('when its alert is delivered - then it serves nobody any more, and line, metric and registry say so', async () => {
    const inference = await startInference();
    const autopilot = await startAutopilot({ env: { INFERENCE_URL: inference.url } });
    expect(await autopilot.deliver(alert({ labels: { model_version: '2' } }))).toEqual(['accepted']);
    expect(await autopilot.decided('rollback_canary')).toMatchObject({ outcome: 'done', model_version: '2' });
    expect(await inference.route()).toEqual({ champion: '1' });

    expect(autopilot.lines).toContainEqual(
      expect.objectContaining({
        event_type: 'autopilot_decision',
        action: 'rollback_canary',
        outcome: 'done',
      }),
    );
    expect(await autopilot.metric('autopilot_actions_total{action="rollback_canary",outcome="done"}')).toBe(
      1,
    );
    const { models } = await autopilot.json<{ models: { aliases: object }[] }>('/v1/registry');
    expect(models[0]?.aliases).toEqual({ champion: '1', challenger: null, previous: null });
  });

  test('when the alert names a version that is no longer the canary - then nothing is done', async () => {
    const inference = await startInference();
    const autopilot = await startAutopilot({ env: { INFERENCE_URL: inference.url } });
    await autopilot.deliver(alert({ labels: { model_version: '7' } }));
    expect(await autopilot.decided('rollback_canary')).toMatchObject({
      outcome: 'refused',
      reason: 'not_applicable',
    });
    expect((await inference.route()).canary?.version).toBe('2');
  });

  test('when the inference service is away - then the action has failed, and a metric that an alert reads says so', async () => {
    const autopilot = await startAutopilot();
    await autopilot.deliver(alert());
    expect(await autopilot.decided('rollback_canary')).toMatchObject({ outcome: 'failed' });
    expect(await autopilot.metric('autopilot_actions_total{action="rollback_canary",outcome="failed"}')).toBe(
      1,
    );
  });
});

describe('an inference service that is away for a moment', { timeout: 60_000 }, () => {
  test('when it refuses the first attempt - then the canary goes at a later one', async () => {
    const inference = await startInference();
    await inference.refuseRoutes(1);
    const autopilot = await startAutopilot({ env: { INFERENCE_URL: inference.url } });
    await autopilot.deliver(alert());
    await autopilot.decided('rollback_canary', 'done');
    expect(await inference.route()).toEqual({ champion: '1' });
  });
});

describe('deliveries', { timeout: 60_000 }, () => {
  test('when the token is wrong or the body is none - then nothing is taken', async () => {
    const autopilot = await startAutopilot();
    const body = { version: '4', alerts: [alert()] };
    expect((await autopilot.ask('POST', '/v1/alerts', body, 'a wrong token entirely')).status).toBe(401);
    expect((await autopilot.ask('POST', '/v1/alerts', { version: '4' }, ALERTMANAGER_TOKEN)).status).toBe(
      400,
    );
    expect(await autopilot.decisions()).toEqual([]);
  });
});
