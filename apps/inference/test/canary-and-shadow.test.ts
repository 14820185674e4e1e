import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, it, vi } from 'vitest';
import { CHAMPION, startService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

describe('routes of versions', () => {
  it('canary - when it has half of the users - then each user meets one version, and both answer', async () => {
    const service = await startService({
      MODEL_ROUTES: '{"fraud-detection":{"champion":"1","canary":{"version":"2","percent":50}}}',
    });
    const versionOf = async (user_id: string): Promise<string> =>
      ((await (await service.predict({ user_id })).json()) as { model_version: string }).model_version;
    const users = Array.from({ length: 60 }, (_, index) => `user_${index}`);
    const first = await Promise.all(users.map(versionOf));
    expect(new Set(first)).toEqual(new Set(['1', '2']));
    expect(await Promise.all(users.map(versionOf))).toEqual(first);
    expect(service.events('model_prediction').some(({ model_role }) => model_role === 'canary')).toBe(true);
    expect(await service.metric(`ml_model_traffic_share{${CHAMPION}}`)).toBe(0.5);
  });

  it.each(['inline', 'worker'])(
    'shadow - when it runs %s - then it has its own line and metrics and answers nobody',
    async (MODEL_EXECUTION) => {
      const service = await startService({
        MODEL_EXECUTION,
        MODEL_ROUTES: '{"fraud-detection":{"champion":"1","shadow":["2"]}}',
      });
      const answer = (await (await service.predict()).json()) as Record<string, unknown>;
      expect(answer.model_version).toBe('1');
      const shadow = await eventually('the shadow line', () =>
        service.events('model_prediction').find(({ model_role }) => model_role === 'shadow'),
      );
      expect(shadow).toMatchObject({ model_version: '2', prediction_id: answer.prediction_id });
      expect(shadow.prediction_score).not.toBe(answer.probability);
      expect(await service.metric(`ml_model_predictions_total{${CHAMPION},status="success"}`)).toBe(1);
      expect(await service.metric(`ml_predictions_total{${CHAMPION},status="success"}`)).toBe(0);
      expect(await service.metric(`ml_prediction_decisions_total{${CHAMPION},decision="approve"}`)).toBe(0);
      expect(service.events('model_prediction_failed')).toEqual([]);
    },
  );

  it('shadow - when its queue refuses - then the callers are answered and the failure is told', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '1',
      MODEL_ROUTES: '{"fraud-detection":{"champion":"1","shadow":["2"]}}',
    });
    const big = {
      inputs: [{ name: 'input', datatype: 'FP32', shape: [5000, 19], data: new Array(95_000).fill(1) }],
    };
    const hold = fetch(`${service.url}/v2/models/fraud-detection/versions/2/infer`, {
      method: 'POST',
      body: JSON.stringify(big),
    });
    await eventually('the shadow is busy', async () =>
      ((await service.metric(`ml_model_queue_rows{${CHAMPION}}`)) ?? 0) > 0 ? true : undefined,
    );
    expect((await service.predict()).status).toBe(200);
    expect((await hold).status).toBe(200);
    const failed = await eventually('the failure line', () => service.events('model_prediction_failed')[0]);
    expect(failed).toMatchObject({ model_version: '2', error: { code: 'QUEUE_FULL' } });
    expect(await service.metric(`ml_model_rejected_total{${CHAMPION}}`)).toBe(1);
  });
});
