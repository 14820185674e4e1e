import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyFiles } from './copy-files.ts';
import { learnerFiles } from './learner-files.ts';

/** A folder in which somebody works whose files are nobody's business. */
function closedPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'readable-'));
  const before = process.umask(0o077);
  onTestFinished(() => {
    process.umask(before);
    rmSync(place, { recursive: true });
  });
  return place;
}

const modeOf = (...path: readonly string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

test('what the lab writes - when the umask forbids others to read - then they can, in folders that are new', async () => {
  const folder = join(closedPlace(), 'workspace/01-lab');
  const files = learnerFiles(folder);
  await files.write('prometheus/rules/alerts.yml', 'groups: []');
  await copyFiles(folder, `${folder}-copied`, {});
  for (const made of [folder, `${folder}-copied`]) {
    expect(modeOf(made, 'prometheus/rules/alerts.yml')).toBe('644');
    for (const path of ['prometheus/rules', 'prometheus', '.', '..']) expect(modeOf(made, path)).toBe('755');
  }
  expect(modeOf(folder, '../..')).toBe('700');
});

test('what the lab writes - when the file is there - then its mode stays: somebody has closed it', async () => {
  const folder = closedPlace();
  const files = learnerFiles(folder);
  await files.write('token', '');
  chmodSync(join(folder, 'token'), 0o600);
  await files.write('token', 'secret');
  expect(await files.read('token')).toBe('secret');
  expect(modeOf(folder, 'token')).toBe('600');
});

test('a path - when it leads out of the folder - then nothing is written', async () => {
  const folder = closedPlace();
  await expect(async () => learnerFiles(join(folder, 'mine')).write('../theirs', '')).rejects.toThrow(
    'leads out',
  );
  expect(existsSync(join(folder, 'theirs'))).toBe(false);
});
