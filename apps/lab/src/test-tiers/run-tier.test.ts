import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { runTier } from './run-tier.ts';

const tier = (script: string, env?: Record<string, string>) => ({
  name: 'a tier',
  proves: 'nothing',
  command: [process.execPath, '-e', script] as const,
  ...(env === undefined ? {} : { env }),
});
const where = { root: tmpdir(), json: false };

describe('runTier', () => {
  test('when its command succeeds - then it has passed, and has nothing to tell', async () => {
    expect(
      await runTier(tier('process.exitCode = Number(process.env.CODE)', { CODE: '0' }), where),
    ).toMatchObject({
      name: 'a tier',
      passed: true,
      failures: [],
    });
  });

  test('when its command fails - then it tells what was written to both outputs', async () => {
    const result = await runTier(
      tier("console.log('seen'); console.error('expected'); process.exit(1)"),
      where,
    );
    expect(result.passed).toBe(false);
    expect(result.failures.toSorted()).toEqual(['expected', 'seen']);
  });

  test('when its command does not exist - then it has failed', async () => {
    expect(await runTier({ ...tier(''), command: ['no-such-command-of-the-lab'] }, where)).toMatchObject({
      passed: false,
    });
  });
});
