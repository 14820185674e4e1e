import { describe, expect, it, vi } from 'vitest';
import { ADMIN_TOKEN, CHAMPION, startService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

describe('the admin API', () => {
  it.each([undefined, 'Bearer wrong', `Basic ${ADMIN_TOKEN}`, 'Bearer', `Bearer ${ADMIN_TOKEN}x`])(
    'admin - when the authorization is %j - then 401 and nothing changes',
    async (authorization) => {
      const service = await startService();
      const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
      for (const [method, path, body] of [
        ['GET', '/admin/models'],
        ['PUT', '/admin/models/fraud-detection/route', '{"champion":"1"}'],
        ['POST', '/v2/repository/models/add-sub/unload', '{}'],
      ] as const) {
        const response = await fetch(`${service.url}${path}`, { method, headers, ...(body && { body }) });
        expect([path, response.status]).toEqual([path, 401]);
      }
      expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
      expect((await fetch(`${service.url}/v2/models/add-sub/ready`)).status).toBe(200);
    },
  );

  it('admin - when a route is set - then the next prediction follows it', async () => {
    const service = await startService();
    expect((await service.admin('PUT', '/models/fraud-detection/route', { champion: '1' })).status).toBe(200);
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '1' });
    expect(await service.metric(`ml_model_role{${CHAMPION},role="champion"}`)).toBe(0);
    expect(service.events('model_routed').at(-1)).toMatchObject({
      route: { champion: '1' },
      previous: { champion: '2' },
    });
  });

  it.each([
    [{ champion: '9' }, 422, 'not loaded'],
    [{ champion: '1', canary: { version: '1', percent: 5 } }, 422, 'the canary is the champion'],
    [{ champion: '1', shadow: ['1'] }, 422, 'a shadow at once'],
    [{ champion: 'one' }, 400, 'pattern'],
    [{ champion: '1', canary: { version: '2', percent: 101 } }, 400, '100'],
  ])('admin - when the route is %j - then answers %d', async (route, status, reason) => {
    const service = await startService();
    const response = await service.admin('PUT', '/models/fraud-detection/route', route);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(reason);
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
  });

  it('admin - when a version is unloaded and loaded - then lists, metrics and protocol follow', async () => {
    const service = await startService();
    expect((await service.admin('DELETE', '/models/fraud-detection/versions/2')).status).toBe(409);
    expect((await service.admin('DELETE', '/models/fraud-detection/versions/1')).status).toBe(204);
    expect((await fetch(`${service.url}/v2/models/fraud-detection/versions/1/ready`)).status).toBe(404);
    const role = 'ml_model_role{model_name="fraud-detection",model_version="1",role="champion"}';
    expect(await service.metric(role)).toBeUndefined();
    const loaded = await service.admin('POST', '/models/fraud-detection/versions/1/load');
    expect(await loaded.json()).toMatchObject({ versions: [{ version: '1' }, { version: '2' }] });
    expect((await fetch(`${service.url}/v2/models/fraud-detection/versions/1/ready`)).status).toBe(200);
  });

  it.each([
    'fraud-detection/versions/9',
    'nothing/versions/1',
    '..%2F..%2Fmodels%2Ffraud-detection/versions/1',
  ])('admin - when %s is loaded - then 422 says that there is none', async (path) => {
    const service = await startService();
    const response = await service.admin('POST', `/models/${path}/load`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { code: 'MODEL_LOAD_FAILED' } });
  });
});
