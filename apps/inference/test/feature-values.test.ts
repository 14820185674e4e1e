import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, it } from 'vitest';
import { startService } from './inference-app.ts';

const CHAMPION = { MODEL_ROUTES: '{"fraud-detection":{"champion":"2"}}', FAULT_INJECTION: 'true' };
const of = (feature: string, bin: string): string =>
  `{model_name="fraud-detection",feature_name="${feature}",bin="${bin}"}`;

describe('feature values', { timeout: 30_000 }, () => {
  it('count - when the champion is given values - then each is counted in its bin of the profile', async () => {
    const service = await startService(CHAMPION);
    await service.predict(); // reads the profile
    await eventually('the reference', () =>
      service.metric(`ml_feature_reference_ratio${of('merchant_category', 'grocery')}`),
    );
    for (const merchant_category of ['grocery', 'grocery', 'space_travel']) {
      expect((await service.predict({ merchant_category, amount: 0.75 })).status).toBe(200);
    }
    const values = (feature: string, bin: string) =>
      service.metric(`ml_feature_values_total${of(feature, bin)}`);
    expect(await values('merchant_category', 'grocery')).toBe(2);
    expect(await values('merchant_category', 'unseen')).toBe(1);
    expect(await values('merchant_category', 'missing')).toBe(0);
    expect(await values('amount', '01')).toBe(3);
    // what is computed on the way is counted like what was sent
    const ratios = (await service.metrics())
      .split('\n')
      .filter(
        (line) => line.startsWith('ml_feature_values_total') && line.includes('amount_to_average_ratio'),
      );
    expect(ratios.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).toBe(3);
  });

  it('reference - when a profile is read - then the shares of each feature add up to 1', async () => {
    const service = await startService(CHAMPION);
    await service.predict();
    await eventually('the reference', () =>
      service.metric(`ml_feature_reference_ratio${of('merchant_category', 'grocery')}`),
    );
    const sums = new Map<string, number>();
    for (const line of (await service.metrics()).split('\n')) {
      const match = /^ml_feature_reference_ratio\{.*feature_name="(\w+)".*\} (\S+)/.exec(line);
      if (match === null) continue;
      const [, feature = '', value] = match;
      sums.set(feature, (sums.get(feature) ?? 0) + Number(value));
    }
    expect(sums.size).toBe(12);
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 4);
  });

  it('failure - when a prediction fails - then its event names the version, the role and the code', async () => {
    const service = await startService(CHAMPION);
    expect((await service.predict({}, { 'x-lab-fault': 'error' })).status).toBe(500);
    const [failure] = service.events('model_prediction_failed');
    expect(failure).toMatchObject({
      prediction_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      model_name: 'fraud-detection',
      model_version: '2',
      model_role: 'champion',
      error_code: 'INJECTED_FAULT',
      latency_ms: expect.any(Number),
      message: 'prediction_failed',
    });
  });
});
