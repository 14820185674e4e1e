import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { ensureSecrets, SECRET_NAMES } from './secrets.ts';

describe('ensureSecrets', () => {
  test('when there are none - then each is made, different, for its owner alone', () => {
    const paths = ensureSecrets(join(tempDir(), 'secrets'));
    const values = SECRET_NAMES.map((name) => readFileSync(paths[name], 'utf8'));
    expect(new Set(values).size).toBe(SECRET_NAMES.length);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
    for (const name of SECRET_NAMES) expect(statSync(paths[name]).mode & 0o777).toBe(0o600);
  });

  test('when they are there - then they stay as they are', () => {
    const folder = tempDir();
    const before = readFileSync(ensureSecrets(folder).admin_token, 'utf8');
    expect(readFileSync(ensureSecrets(folder).admin_token, 'utf8')).toBe(before);
  });
});
