import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BenchResult } from './results/summary.ts';

const LAB = fileURLToPath(new URL('../../../apps/lab/src/main.ts', import.meta.url));
const LIMIT_MS = 120_000;

const run = promisify(execFile);
const lab = (stateDir: string, ...args: string[]) =>
  run(process.execPath, [LAB, 'bench', ...args], {
    env: { ...process.env, LAB_STATE_DIR: stateDir },
    timeout: LIMIT_MS,
  });

async function missingTool(): Promise<string | undefined> {
  if (process.platform !== 'linux' || availableParallelism() < 2) return 'Linux with two cores';
  for (const tool of ['wrk', 'taskset'])
    if (!(await run('sh', ['-c', `command -v ${tool}`]).catch(() => false))) return tool;
  return undefined;
}

const missing = await missingTool();
let stateDir: string;
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'bench-test-'));
});
afterAll(() => rm(stateDir, { recursive: true, force: true }));

describe.skipIf(missing !== undefined)(`./lab bench (needs ${missing ?? 'nothing more'})`, () => {
  test(
    './lab bench - when run for one short round - then both variants are measured, did their work, and nothing is left',
    async () => {
      const { stdout } = await lab(
        stateDir,
        ...['--rounds', '1', '--seconds', '1', '--variants', 'bare,ours', '--json'],
      );
      const result = JSON.parse(stdout) as BenchResult;
      expect(result.measurements.map(({ variant }) => variant)).toEqual(['bare', 'ours']);
      for (const { closedLoop, fixedRate, cpuMicrosPerRequest } of result.measurements) {
        expect(closedLoop.requestsPerSecond).toBeGreaterThan(0);
        expect(fixedRate).toMatchObject({ requests: 500, failed: 0 });
        expect(cpuMicrosPerRequest).toBeGreaterThan(0);
      }
      const { ours } = result.work;
      expect(ours?.logLines).toBe(ours?.counted);
      expect(ours?.spans).toBeGreaterThanOrEqual(3 * (ours?.answered ?? Number.NaN));
      expect(result.goals).toHaveLength(1);
      expect(await readdir(stateDir)).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('./lab bench, wrong usage', () => {
  test.each([
    ['--variants', 'bare,flask', 'no variant flask'],
    ['--rounds', '0', '--rounds 0'],
    ['--seconds', 'ten', '--seconds ten'],
  ])(
    './lab bench - when given %s %s - then the exit code is 2 and it says what is wrong',
    async (option, value, words) => {
      await expect(lab(stateDir, option, value)).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining(words),
      });
    },
  );
});
