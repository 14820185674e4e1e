/** The commands of the course: two small labs on a lab of one engine, the Prometheus that each start asks for customers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchText, poll } from '@lab/engine-clients';
import { freeOffset } from '@lab/test-telemetry/free-offset';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../exit-codes.ts';
import { readSettings } from '../../settings.ts';
import { learnerUnderTest, SECOND } from '../../testing/learner.ts';
import { PROMETHEUS_TOOLS } from '../../testing/prometheus.ts';
import { prometheusWithCustomers } from '../../testing/running-lab.ts';
import { runningWorkbench } from '../../workbench/lifecycle.ts';
import { answer } from './answer.ts';
import { check } from './check.ts';
import { finish } from './finish.ts';
import { hint } from './hint.ts';
import { list } from './list.ts';
import { next } from './next.ts';
import { progress } from './progress.ts';
import { reset } from './reset.ts';
import { solve } from './solve.ts';
import { start } from './start.ts';

vi.mock('@lab/labs', async () => {
  const { FIRST: first, SECOND: second } = await import('../../testing/learner.ts');
  return { LABS: [first, second] };
});

const offset = await freeOffset();

interface Checked {
  readonly passed: boolean;
  readonly tasks: readonly { readonly id: string; readonly outcome: string; readonly seen: string }[];
}

const outcomes = ({ tasks }: Checked): string =>
  tasks.map(({ id, outcome }) => `${id} ${outcome}`).join(', ');

describe.skipIf(PROMETHEUS_TOOLS === undefined)('the course', { timeout: 240_000 }, () => {
  let stopPrometheus: () => Promise<void>;
  beforeAll(async () => {
    stopPrometheus = await prometheusWithCustomers(readSettings({ LAB_PORT_OFFSET: String(offset) }));
  });
  afterAll(() => stopPrometheus());

  test('when a lab is started - then its files, its question, its service and what it prepares are there', async () => {
    const { settings, says, read, progress: kept, journal, folder } = learnerUnderTest(offset);
    const { exitCode, text, data } = await says((context) => start(context, '91'));
    expect(exitCode).toBe(EXIT.ok);
    expect(data).toMatchObject({
      id: '91-first',
      fresh: true,
      folder,
      minutes: 45,
      memoryBytes: { lab: expect.any(Number), workbench: expect.any(Number) },
      workbench: [{ name: 'echo', kind: 'service', ports: [settings.ports.WORKBENCH_SERVICE_PORT] }],
    });
    expect(text).toContain('Lab 91: The first');
    expect(text).toContain('about 45 minutes, 3 tasks; a look at all of them took 12 s');
    expect(read('port.txt')).toMatch(new RegExp(`^${settings.ports.WORKBENCH_SERVICE_PORT} `));
    expect(read('answers.yaml')).toContain('# Which is it?\n# As: four digits\nobserve:');
    expect(read('drawn.txt')).toMatch(/^\d{4}$/);
    expect(journal()).toEqual(['put back', 'prepared']);
    expect(kept()).toMatchObject({ active: true, starts: 1, tasks: {} });
    const url = `http://127.0.0.1:${settings.ports.WORKBENCH_SERVICE_PORT}`;
    const answered = await poll(() => fetchText(url), { timeoutMs: 60_000, waitingFor: 'the service' });
    expect(answered).toBe('started');
  });

  test('when it is started again - then files and draws are as they were left', async () => {
    const { says, write, read, progress: kept } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const before = read('drawn.txt');
    write('word.txt', 'mine');
    const { data, text } = await says((context) => start(context, 'first'));
    expect(data).toMatchObject({ fresh: false });
    expect(text).toContain('as you left them');
    expect([read('word.txt'), read('drawn.txt')]).toEqual(['mine', before]);
    expect(kept()?.starts).toBe(1);
  });

  test('when it cannot be prepared - then it does not count as started', async () => {
    const { says, write, progress: kept } = learnerUnderTest(offset);
    write('refuse', '');
    await expect(says((context) => start(context, '91'))).rejects.toThrow('cannot be prepared');
    expect(kept()?.active).toBe(false);
    await expect(says((context) => check(context, {}, ['91']))).rejects.toMatchObject({
      code: 'NOT_STARTED',
    });
  });

  test('when tasks are done one after the other - then each check says what is missing, and what passed is kept', async () => {
    const { says, write, read, progress: kept } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const looks = (...names: string[]) =>
      says<Checked>((context) => check(context, { patience: '0' }, ['91', ...names]));

    const untouched = await looks();
    expect(untouched.exitCode).toBe(EXIT.failed);
    expect(outcomes(untouched.data)).toBe('write failed, observe skipped, serve failed');
    expect(untouched.text).toContain('0 of 3 done');
    expect(untouched.text).toMatch(/expected\s.*done[\s\S]*seen\s.*open[\s\S]*look at\s.*word\.txt/);
    expect(untouched.text).toContain('→ ./lab hint 91 write');
    expect(untouched.text).not.toContain('looked at again');

    write('word.txt', 'done');
    expect(outcomes((await looks('2')).data)).toBe('write passed, observe failed');
    const given = await says((context) => answer(context, ['91', 'observe', read('drawn.txt')]));
    expect(given.data).toEqual({ task: 'observe', answer: read('drawn.txt') });
    expect(outcomes((await looks('observe')).data)).toBe('write passed, observe passed');
    expect(Object.keys(kept()?.tasks ?? {})).toEqual(['write', 'observe']);

    write('src/server.ts', read('src/server.ts').replaceAll('started', 'solved'));
    const all = await says<Checked>((context) => check(context, {}, ['91']));
    expect(all.exitCode).toBe(EXIT.ok);
    expect(all.text).toMatch(
      /Task 3: Change the service: not yet, looked at again for up to 15 s\n.*✔ Task 3/,
    );
    expect(all.text).toContain('→ ./lab finish 91');
    expect(kept()?.solved_at).toBeUndefined();
  });

  test('when hints are asked for - then one more each time, of the first open task or of the one named, and all are counted', async () => {
    const { says, progress: kept } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const hints = async (...names: string[]) =>
      (await says((context) => hint(context, ['91', ...names]))).data;
    expect(await hints()).toEqual({ task: 'write', hints: ['Where it is looked at.'] });
    expect(await hints('1')).toMatchObject({ hints: { length: 2 } });
    await hints();
    expect(await hints()).toMatchObject({ task: 'write', hints: { length: 3 } });
    expect(await hints('serve')).toMatchObject({ task: 'serve', hints: { length: 1 } });
    expect(kept()?.tasks).toEqual({ write: { hints: 3 }, serve: { hints: 1 } });
  });

  test('when it is solved - then files and answers are there, every task passes, the progress says how, and a reset opens them again', async () => {
    const { says, progress: kept } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const solved = await says((context) => solve(context, '91'));
    expect(solved.data).toMatchObject({ files: ['src/server.ts', 'word.txt'] });
    expect(await says((context) => check(context, {}, ['91']))).toMatchObject({ exitCode: EXIT.ok });
    expect(kept()?.solved_at).toBeDefined();
    expect((await says(list)).text).toMatch(/The first .* 3 of 3 .* started, with the solution/);
    await says((context) => reset(context, '91'));
    expect((await says(next)).data).toMatchObject({ task: 'write' });
    expect((await says((context) => hint(context, []))).data).toMatchObject({ task: 'write' });
  });

  test('when it is reset - then the old files are in the attic, and values are drawn anew', async () => {
    const { says, write, read, progress: kept, journal } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const before = read('drawn.txt');
    write('word.txt', 'mine');
    const { data } = await says<{ movedTo: string }>((context) => reset(context, '91'));
    expect(readFileSync(join(data.movedTo, 'word.txt'), 'utf8')).toBe('mine');
    expect(read('word.txt')).toBe('open\n');
    expect(read('drawn.txt')).not.toBe(before);
    expect(read('answers.yaml')).not.toContain(before);
    expect(kept()).toMatchObject({ active: true, starts: 2 });
    expect(journal()).toEqual(['put back', 'prepared', 'put back', 'put back', 'prepared']);
  });

  test('when it is finished - then nothing runs; it counts as finished only with every task passed', async () => {
    const { settings, says, progress: kept, journal, folder } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const early = await says((context) => finish(context, '91'));
    expect(early).toMatchObject({ exitCode: EXIT.ok, data: { finished: false } });
    expect(early.text).toContain('does not count as finished');
    expect(kept()).toMatchObject({ active: false });
    expect(kept()?.finished_at).toBeUndefined();
    expect(runningWorkbench(settings)).toBeUndefined();
    expect(journal().at(-1)).toBe('put back');
    expect(existsSync(folder)).toBe(true);
    await expect(says((context) => check(context, {}, ['91']))).rejects.toMatchObject({
      code: 'NOT_STARTED',
    });

    await says((context) => start(context, '91'));
    await says((context) => solve(context, '91'));
    await says((context) => check(context, {}, ['91']));
    expect(await says((context) => finish(context, '91'))).toMatchObject({ data: { finished: true } });
    expect(kept()?.finished_at).toBeDefined();
  });

  test('when another lab is started - then the first is put back and aside, and can be gone on with', async () => {
    const { settings, says, progress: kept, journal } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    const { notes, data } = await says((context) => start(context, '92'));
    expect(notes).toContain('Lab 91 is put aside');
    expect(data).toMatchObject({ id: '92-second', workbench: [] });
    expect(runningWorkbench(settings)).toBeUndefined();
    expect(journal().at(-1)).toBe('put back');
    expect([kept()?.active, kept(SECOND)?.active]).toEqual([false, true]);
    expect((await says(list)).text).toMatch(/The first .*put aside\n.*The second .*started/);
    await says((context) => start(context, '91'));
    expect([kept()?.active, kept(SECOND)?.active]).toEqual([true, false]);
  });

  test('when it is asked what to do next - then the open task, finishing, the next lab, and nothing', async () => {
    const { says } = learnerUnderTest(offset);
    const asked = async () => (await says(next)).data;
    expect(await asked()).toEqual({ lab: '91-first', active: false, task: 'write' });
    await says((context) => start(context, '91'));
    expect((await says(next)).text).toContain('→ ./lab check 91 write');
    for (const name of ['91', '92']) {
      await says((context) => start(context, name));
      await says((context) => solve(context, name));
      await says((context) => check(context, {}, [name]));
      expect((await says(next)).text).toContain(`→ ./lab finish ${name}`);
      await says((context) => finish(context, name));
    }
    expect(await asked()).toEqual({ lab: null });
    const { data } = await says<{ labs: { progress: { solved_at?: string } }[] }>((context) =>
      progress(context, {}),
    );
    expect(data.labs.map(({ progress: { solved_at } }) => solved_at !== undefined)).toEqual([true, true]);
  });

  test('when a lab is started and none is named - then every command is about that one', async () => {
    const { says, write, progress: kept } = learnerUnderTest(offset);
    await says((context) => start(context, '91'));
    write('word.txt', 'done');
    expect(outcomes((await says<Checked>((context) => check(context, {}, ['write']))).data)).toBe(
      'write passed',
    );
    expect((await says((context) => reset(context))).data).toMatchObject({ id: '91-first' });
    expect((await says((context) => solve(context))).data).toMatchObject({ id: '91-first' });
    expect(await says((context) => check(context, {}, []))).toMatchObject({ exitCode: EXIT.ok });
    expect((await says((context) => finish(context))).data).toMatchObject({
      id: '91-first',
      finished: true,
    });
    expect(kept()?.active).toBe(false);
    for (const command of [reset, solve, finish])
      await expect(says((context) => command(context))).rejects.toMatchObject({ code: 'NO_LAB_STARTED' });
  });

  test('when a name, a task or an option is wrong - then the usage is told', async () => {
    const { says, write } = learnerUnderTest(offset);
    const usage = (code: string) => ({ code, exitCode: EXIT.usage });
    await expect(says((context) => start(context, '7'))).rejects.toMatchObject(usage('NO_SUCH_LAB'));
    for (const command of [hint, answer])
      await expect(says((context) => command(context, ['91', 'write', 'x']))).rejects.toMatchObject(
        usage('NOT_STARTED'),
      );
    await expect(says((context) => finish(context, '91'))).rejects.toMatchObject(usage('NOT_STARTED'));
    await says((context) => start(context, '91'));
    await expect(says((context) => check(context, {}, ['91', '4']))).rejects.toMatchObject({
      ...usage('NO_SUCH_TASK'),
      hint: 'it has: 1 write, 2 observe, 3 serve',
    });
    await expect(says((context) => check(context, { patience: 'long' }, ['91']))).rejects.toMatchObject(
      usage('USAGE'),
    );
    await expect(says((context) => answer(context, ['91', 'write', 'x']))).rejects.toMatchObject(
      usage('NO_QUESTION'),
    );
    write('answers.yaml', 'observe: "open');
    await expect(says((context) => check(context, {}, ['91']))).rejects.toMatchObject(
      usage('ANSWERS_UNREADABLE'),
    );
  });
});

describe('the course without a lab', () => {
  test('when the lab does not run - then what needs it says so, and the rest answers', async () => {
    const { says } = learnerUnderTest(offset, false);
    const notRunning = { code: 'NOT_RUNNING', exitCode: EXIT.notRunning };
    for (const command of [start, solve, reset, finish])
      await expect(says((context) => command(context, '91'))).rejects.toMatchObject(notRunning);
    await expect(says((context) => check(context, {}, ['91']))).rejects.toMatchObject(notRunning);
    expect(await says(next)).toMatchObject({ exitCode: EXIT.ok, data: { lab: '91-first', active: false } });
    const listed = await says<readonly { id: string; minutes: number; progress: unknown }[]>(list);
    expect(listed.data.map(({ id, minutes, progress: done }) => [id, minutes, done])).toEqual([
      ['91-first', 45, null],
      ['92-second', 60, null],
    ]);
    expect(listed.text).toMatch(/91 .*The first .*45 min .*1\.7 GB .*0 of 3 .*not started/);
    expect(listed.text).toMatch(/92 .*The second .*60 min .*– .*0 of 1 .*not started/);
  });
});
