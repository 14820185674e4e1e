import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LearnerFiles } from '@lab/course/lab';
import { expect, test } from 'vitest';
import { evidenceOf } from './evidence-file.ts';

const STARTER = readFileSync(join(import.meta.dirname, '../starter/evidence.yaml'), 'utf8');

const withLog = (log: string): LearnerFiles =>
  ({ read: async () => STARTER.replace(/^log:$/m, `log: ${log}`) }) as unknown as LearnerFiles;

test('a query of lines - when it stands in single quotes - then it is read as it was written', async () => {
  const query = '{service_name="inference"} | event_type="http_request"';
  expect(await evidenceOf(withLog(`'${query}'`), 'log')).toBe(query);
  await expect(evidenceOf(withLog(''), 'log')).rejects.toThrow('no query under log');
});

test('a query of lines - when it has no quotes - then the error says what to write', async () => {
  await expect(evidenceOf(withLog('{service_name="inference"} | json'), 'log')).rejects.toThrow(
    'a query that begins with { has to stand in single quotes',
  );
});
