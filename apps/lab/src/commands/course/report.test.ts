/** The learner's report, as a learner and whoever gets it use it: by the command line, without a lab. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_PROGRESS, newSigningKey, passed, signReport, solved, started } from '@lab/course/lab/runner';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { updateProgress } from '../../course/progress-store.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import { REPOSITORY_ROOT } from '../../settings.ts';
import { tempDir } from '../../testing/temp-dir.ts';

const MAIN = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
const MONDAY = '2026-01-05T09:00:00.000Z';

interface SignedFile {
  readonly report: string;
  readonly public_key: string;
}

/** A learner who has done one task of the first lab and looked at its solution, and the report of it. */
async function learner() {
  const stateDir = tempDir();
  const lab = (...args: string[]) =>
    execa(process.execPath, [MAIN, 'progress', ...args], {
      reject: false,
      env: { LAB_STATE_DIR: stateDir },
    });
  const id = '01-deploy-the-stack';
  updateProgress(courseState({ stateDir }), () =>
    solved(
      passed(started(NO_PROGRESS, id, 'Deploy the stack', MONDAY), id, 'scrape-services', MONDAY),
      id,
      MONDAY,
    ),
  );
  const file = join(tempDir(), 'my report.json');
  const made = await lab('--report', file);
  return {
    stateDir,
    lab,
    made,
    file,
    signed: JSON.parse(readFileSync(file, 'utf8')) as SignedFile,
    /** Whether a changed report is taken for genuine. */
    verify(changed: unknown) {
      writeFileSync(file, typeof changed === 'string' ? changed : JSON.stringify(changed));
      return lab('--verify', file);
    },
  };
}

describe('a report', { timeout: 60_000 }, () => {
  test('when it is as it was written - then anybody can verify it and read who has signed', async () => {
    const { made, lab, file, stateDir } = await learner();
    expect(made).toMatchObject({
      exitCode: EXIT.ok,
      stdout: expect.stringContaining('./lab progress --verify'),
    });
    expect(statSync(courseState({ stateDir }).signingKeyFile).mode & 0o077).toBe(0);
    const verified = await lab('--verify', file, '--json');
    expect(verified.exitCode).toBe(EXIT.ok);
    const { genuine, signer, report } = JSON.parse(verified.stdout);
    expect(genuine).toBe(true);
    expect(signer).toMatch(/^[0-9a-f]{16}$/);
    expect(report.labs[0]).toMatchObject({
      id: '01-deploy-the-stack',
      tasks_in_all: 7,
      progress: { solved_at: MONDAY, tasks: { 'scrape-services': { passed_at: MONDAY } } },
    });
    expect(made.stdout).toContain(signer);
  });

  test('when one character of it was changed - then it is refused, in words', async () => {
    const { verify, signed } = await learner();
    const without = signed.report.replace(`,"solved_at":"${MONDAY}"`, '');
    expect(without).not.toBe(signed.report);
    for (const report of [without, signed.report.replace('"tasks_in_all":7', '"tasks_in_all":1')]) {
      const { exitCode, stderr } = await verify({ ...signed, report });
      expect(exitCode).toBe(EXIT.failed);
      expect(stderr).toBe(
        'the signature does not fit: this report was changed after it was signed\n→ ask for the report as it was written',
      );
    }
  });

  test('when it was changed and signed anew - then it is another signer, which shows', async () => {
    const { verify, lab, file, signed } = await learner();
    const signerOf = (stdout: string): string => JSON.parse(stdout).signer;
    const before = signerOf((await lab('--verify', file, '--json')).stdout);
    const forged = signReport(JSON.parse(signed.report), newSigningKey());
    expect((await verify(forged)).stdout).not.toContain(before);
    expect(signerOf((await lab('--verify', file, '--json')).stdout)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('when it is no report, or not there - then it says that', async () => {
    const { verify, lab, signed } = await learner();
    for (const text of ['not JSON', '{"labs":[]}', JSON.stringify({ ...signed, algorithm: 'none' })]) {
      const { exitCode, stderr } = await verify(text);
      expect(exitCode).toBe(EXIT.failed);
      expect(stderr).toContain('this is no signed report');
    }
    const missing = await lab('--verify', '/nonexistent/report.json');
    expect(missing.exitCode).toBe(EXIT.usage);
    expect(missing.stderr).toContain('no such file');
    expect(missing.stderr).not.toContain('    at ');
  });
});
