import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runTier } from './run-tier.ts';

const tier = (script: string, env?: Record<string, string>) => ({
  name: 'a tier',
  proves: 'nothing',
  command: [process.execPath, '-e', script] as const,
  ...(env === undefined ? {} : { env }),
});
const where = { root: tmpdir(), json: false, attempts: 1 };

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

  describe('when its command fails once', () => {
    /** Fails, and finds the next time that it has. */
    const failsOnce = () => {
      const folder = mkdtempSync(join(tmpdir(), 'fails-once-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const marker = JSON.stringify(join(folder, 'failed'));
      return tier(
        `if (!fs.existsSync(${marker})) { fs.writeFileSync(${marker}, ''); console.log('by chance'); process.exit(1); }`,
      );
    };
    const twice = { ...where, attempts: 2 };

    test('and it may be run again - then it has passed at the second attempt, and tells of the first', async () => {
      expect(await runTier(failsOnce(), twice)).toMatchObject({
        passed: true,
        attempts: 2,
        failures: ['by chance'],
      });
    });

    test('and it is to run once - then it has failed', async () => {
      const result = await runTier({ ...failsOnce(), once: true }, twice);
      expect(result).toMatchObject({ passed: false, attempts: 1 });
    });
  });

  describe('when the tests have to be over at some time', () => {
    const fails = tier("console.log('wrong'); process.exit(1)");

    test('and another attempt would end later - then there is none', async () => {
      expect(await runTier(fails, { ...where, attempts: 2, endsAt: Date.now() })).toMatchObject({
        attempts: 1,
      });
      expect(await runTier(fails, { ...where, attempts: 2, endsAt: Date.now() + 60_000 })).toMatchObject({
        attempts: 2,
      });
    });

    test('and its command can do less - then it is told when', async () => {
      const tells = tier('process.exitCode = Number(process.env.LAB_TESTS_END_AT === "60000")');
      expect(await runTier(tells, { ...where, endsAt: 60_000 })).toMatchObject({ passed: false });
      expect(await runTier(tells, { ...where, endsAt: 61_000 })).toMatchObject({ passed: true });
    });
  });

  test('when its command fails each time - then it has failed, and tells of every attempt', async () => {
    const result = await runTier(tier("console.log('wrong'); process.exit(1)"), { ...where, attempts: 3 });
    expect(result).toMatchObject({ passed: false, attempts: 3, failures: ['wrong', 'wrong', 'wrong'] });
  });
});
