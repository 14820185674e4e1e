import { expect, it } from 'vitest';
import { featureService } from '../test/feature-service.ts';

const service = featureService();

it('GET /docs/json - when asked - then describes every route of the API', async () => {
  const { paths, components } = (await service.get('/docs/json')).json();
  expect(Object.keys(paths).sort()).toEqual([
    '/feature-views',
    '/features',
    '/features/lookup',
    '/features/{entity_id}',
    '/get-online-features',
  ]);
  expect(Object.keys(components.schemas)).toContain('EntityFeatures');
  expect((await service.get('/docs/')).statusCode).toBe(200);
});
