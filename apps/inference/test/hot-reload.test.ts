import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FeaturePeer, featurePeer } from './feature-peer.ts';
import { MODELS, startService, type TestService } from './inference-app.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Predictions on eight connections' worth of concurrency until `work` is done; every status that was answered. */
async function underTraffic(service: TestService, work: () => Promise<void>): Promise<number[]> {
  const statuses: number[] = [];
  let working = true;
  const customers = Array.from({ length: 16 }, async (_, customer) => {
    for (let count = 0; working; count++) {
      const response = await service.predict({ user_id: `user_${customer}_${count}` });
      await response.arrayBuffer();
      statuses.push(response.status);
    }
  });
  try {
    await work();
  } finally {
    working = false;
    await Promise.all(customers);
  }
  return statuses;
}

describe('changes under traffic', () => {
  let features: FeaturePeer;
  beforeEach(async () => {
    // A slow lookup is the longest time in which the version that a prediction chose can be replaced.
    features = await featurePeer({ delayMs: 5 });
  });
  afterEach(() => features.close());

  it.each(['inline', 'worker'])(
    'reload - when versions run %s and are reloaded and rerouted - then no prediction fails',
    async (MODEL_EXECUTION) => {
      const service = await startService({
        MODEL_EXECUTION,
        FEATURES_URL: features.url,
        FEATURES_TIMEOUT_MS: '5000',
      });
      const routes = [
        { champion: '1' },
        { champion: '2', canary: { version: '1', percent: 30 } },
        { champion: '1', shadow: ['2'] },
        { champion: '2' },
      ];
      const statuses = await underTraffic(service, async () => {
        for (let round = 0; round < 3; round++) {
          for (const route of routes) {
            expect((await service.admin('PUT', '/models/fraud-detection/route', route)).status).toBe(200);
            for (const version of ['1', '2']) {
              const loaded = await service.admin('POST', `/models/fraud-detection/versions/${version}/load`);
              expect(loaded.status).toBe(200);
            }
          }
          // Now only version 2 is routed: version 1 goes and comes back.
          expect((await service.admin('DELETE', '/models/fraud-detection/versions/1')).status).toBe(204);
          expect((await service.admin('POST', '/models/fraud-detection/versions/1/load')).status).toBe(200);
        }
      });
      expect(statuses.length).toBeGreaterThan(200);
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(service.events('unexpected_error')).toEqual([]);
      expect(
        await service.metric(
          'ml_predictions_total{model_name="fraud-detection",model_version="2",status="error"}',
        ),
      ).toBe(0);
    },
  );
});

describe('a repository with a broken model', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'models-'));
    await cp(MODELS, directory, { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true }));

  it.each([
    ['another model has no file', (at: string) => rm(join(at, 'add-sub/1/model.onnx'))],
    ['another model is no ONNX', (at: string) => writeFile(join(at, 'add-sub/1/model.onnx'), 'nonsense')],
    ['another model has no version', (at: string) => rm(join(at, 'add-sub/1'), { recursive: true })],
    [
      'its own older version is changed',
      (at: string) => writeFile(join(at, 'fraud-detection/1/model.onnx'), 'x'),
    ],
  ])('start - when %s - then the others answer', async (_what, damage) => {
    await damage(directory);
    const service = await startService({ MODEL_REPOSITORY: directory });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
  });

  it('start - when the newest version is broken - then the newest sound one answers and the line says why', async () => {
    await writeFile(join(directory, 'fraud-detection/2/manifest.json'), '{');
    const service = await startService({ MODEL_REPOSITORY: directory });
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '1' });
    const [failed] = service.events('model_load_failed');
    expect(failed).toMatchObject({ model_name: 'fraud-detection', model_version: '2' });
    expect(JSON.stringify(failed)).toContain('MANIFEST_MALFORMED');
  });

  it('load - when the new file is broken - then 422 says why and the loaded version goes on', async () => {
    const service = await startService({ MODEL_REPOSITORY: directory });
    await writeFile(join(directory, 'fraud-detection/2/model.onnx'), 'nonsense');
    const response = await service.admin('POST', '/models/fraud-detection/versions/2/load');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('MODEL_SHA_MISMATCH');
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
  });

  it('load - when one version of a model is broken - then the repository API loads the others and says so', async () => {
    const service = await startService({ MODEL_REPOSITORY: directory });
    await service.admin('DELETE', '/models/fraud-detection/versions/1');
    await writeFile(join(directory, 'fraud-detection/2/model.onnx'), 'nonsense');
    const response = await fetch(`${service.url}/v2/repository/models/fraud-detection/load`, {
      method: 'POST',
      headers: { authorization: 'Bearer a token for tests only' },
    });
    expect(response.status).toBe(422);
    expect((await fetch(`${service.url}/v2/models/fraud-detection/versions/1/ready`)).status).toBe(200);
  });

  it('start - when MODEL_NAME cannot answer a purchase - then it is not ready, says why, and serves the protocol', async () => {
    const service = await startService({ MODEL_NAME: 'add-sub' });
    const ready = await fetch(`${service.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(JSON.stringify(await ready.json())).toContain(
      'this one takes INPUT0 FP32[-1,4], INPUT1 FP32[-1,4]',
    );
    expect((await service.predict()).status).toBe(503);
    expect((await service.admin('PUT', '/models/add-sub/route', { champion: '1' })).status).toBe(422);
    expect((await fetch(`${service.url}/v2/models/add-sub/versions/1/ready`)).status).toBe(200);
  });

  it('start - when there is no repository - then listens, is not ready and says why', async () => {
    const service = await startService({ MODEL_REPOSITORY: join(directory, 'nowhere') });
    const ready = await fetch(`${service.url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('cannot be listed')]);
  });

  it('routes - when the service starts again - then it remembers them', async () => {
    const ROUTE_FILE = join(directory, 'state/routes.json');
    const first = await startService({ ROUTE_FILE });
    const route = { champion: '1', canary: { version: '2', percent: 25 } };
    await first.admin('PUT', '/models/fraud-detection/route', route);
    const second = await startService({ ROUTE_FILE, MODEL_ROUTES: '{"fraud-detection":{"champion":"2"}}' });
    const models = (await (await second.admin('GET', '/models')).json()) as {
      name: string;
      route: unknown;
    }[];
    expect(models.find(({ name }) => name === 'fraud-detection')?.route).toEqual(route);
  });

  it.each(['{', '[]', '{"fraud-detection":{"champion":"nine"}}', '{"fraud-detection":{"champion":"9"}}'])(
    'routes - when the remembered ones are %j - then the service starts with its own',
    async (text) => {
      const ROUTE_FILE = join(directory, 'routes.json');
      await writeFile(ROUTE_FILE, text);
      const service = await startService({ ROUTE_FILE });
      expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
    },
  );
});
