import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, test } from 'vitest';
import { alert } from '../test/alerts.ts';
import { startAutopilot, type TestAutopilot, testPolicy } from '../test/autopilot-app.ts';
import { type Route, startInference } from '../test/inference-process.ts';

const rule = (action: string) => [{ name: action, alerts: ['HighPredictionLatency'], actions: [action] }];
const slow = (labels: Record<string, string> = {}) => alert({ alertname: 'HighPredictionLatency', labels });

/** A real inference service, and an autopilot that answers one alert with one action. */
async function startWith(action: string, route: Route, policy: object = {}) {
  const inference = await startInference(route);
  const autopilot = await startAutopilot({
    policy: testPolicy({ rules: rule(action), ...policy }),
    env: { INFERENCE_URL: inference.url },
  });
  return { inference, autopilot };
}

const aliases = async (autopilot: TestAutopilot) =>
  (await autopilot.json<{ models: { aliases: { champion: string } }[] }>('/v1/registry')).models[0]?.aliases;
const knowsChampion = (autopilot: TestAutopilot, version: string) =>
  eventually(`${version} as champion in the registry`, async () =>
    (await aliases(autopilot))?.champion === version ? true : undefined,
  );

describe('degrade', { timeout: 60_000 }, () => {
  test('when its alert is delivered - then the simplest version answers everybody, and a second alert finds nothing to do', async () => {
    const { inference, autopilot } = await startWith('degrade', {
      champion: '2',
      canary: { version: '1', percent: 10 },
    });
    await autopilot.deliver(slow());
    expect(await autopilot.decided('degrade')).toMatchObject({
      outcome: 'done',
      model_version: '1',
      detail: 'version 1 answers everybody',
    });
    expect(await inference.route()).toEqual({ champion: '1' });
    expect(await autopilot.metric('autopilot_actions_total{action="degrade",outcome="done"}')).toBe(1);

    await autopilot.deliver(slow());
    expect(await autopilot.decided('degrade', 'refused')).toMatchObject({ reason: 'not_applicable' });
    expect(await inference.route()).toEqual({ champion: '1' });
  });

  test('when its version cannot be loaded - then the action has failed, says why, and everybody is served as before', async () => {
    const { inference, autopilot } = await startWith('degrade', { champion: '2' }, { degraded_version: '9' });
    await autopilot.deliver(slow());
    expect(await autopilot.decided('degrade')).toMatchObject({
      outcome: 'failed',
      detail: expect.stringContaining('no version 9 of fraud-detection'),
    });
    expect(await inference.route()).toEqual({ champion: '2' });
  });

  test.each(['add-sub', 'no-such-model', '../../v2/repository', 'fraud-detection/route'])(
    'when the alert is about the model %s, which has no route - then nothing is done',
    async (model_name) => {
      const { inference, autopilot } = await startWith('degrade', { champion: '2' });
      await autopilot.deliver(slow({ model_name }));
      expect(await autopilot.decided('degrade')).toMatchObject({
        outcome: 'refused',
        reason: 'not_applicable',
        detail: `${model_name} is not served`,
      });
      expect(await inference.route()).toEqual({ champion: '2' });
    },
  );
});

describe('pin_version', { timeout: 60_000 }, () => {
  test('when the new champion is blamed - then the one before it answers everybody again', async () => {
    const { inference, autopilot } = await startWith('pin_version', { champion: '1' });
    await knowsChampion(autopilot, '1');
    await inference.setRoute({ champion: '2', canary: { version: '1', percent: 10 } });
    await knowsChampion(autopilot, '2');
    await autopilot.deliver(slow({ model_version: '2' }));
    expect(await autopilot.decided('pin_version')).toMatchObject({ outcome: 'done', model_version: '1' });
    expect(await inference.route()).toEqual({ champion: '1' });
    expect(await aliases(autopilot)).toEqual({ champion: '1', challenger: null, previous: '2' });
  });

  test('when the canary is blamed - then the champion stays', async () => {
    const { inference, autopilot } = await startWith('pin_version', { champion: '1' });
    await knowsChampion(autopilot, '1');
    const route = { champion: '2', canary: { version: '1', percent: 10 } };
    await inference.setRoute(route);
    await knowsChampion(autopilot, '2');
    await autopilot.deliver(slow({ model_version: '1' }));
    expect(await autopilot.decided('pin_version')).toMatchObject({
      outcome: 'refused',
      reason: 'not_applicable',
      detail: 'the champion of fraud-detection is 2, not 1',
    });
    expect(await inference.route()).toEqual(route);
  });

  test('when there has been no other champion - then nothing is done', async () => {
    const { inference, autopilot } = await startWith('pin_version', { champion: '2' });
    await autopilot.deliver(slow());
    expect(await autopilot.decided('pin_version')).toMatchObject({
      outcome: 'refused',
      detail: 'fraud-detection has had no other champion',
    });
    expect(await inference.route()).toEqual({ champion: '2' });
  });
});
