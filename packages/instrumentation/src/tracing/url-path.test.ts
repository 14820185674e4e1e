import { describe, expect, test } from 'vitest';
import { spanPath } from './url-path.ts';

describe('spanPath', () => {
  test.each([
    ['/predict', '/predict'],
    ['/', '/'],
    ['/features/user_000001', '/features/{id}'],
    ['/features/user_000001?trace=1', '/features/{id}'],
    ['/predict?card=4111111111111111', '/predict'],
    ['/v2/models/fraud-detection/versions/2/infer', '/v2/models/fraud-detection/versions/2/infer'],
    ['/files/5e0c74f0-a06d-4fa4-bfeb-80e167dd9a6a/text', '/files/{id}/text'],
    ['/people/maximiliane-von-und-zu-hohenfels', '/people/{id}'],
  ])('when a span is to carry %s - then it carries %s', (url, expected) => {
    expect(spanPath(url)).toBe(expected);
  });
});
