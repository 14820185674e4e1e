import { describe, expect, test, vi } from 'vitest';
import type { CheckContext } from '../context.ts';
import { type Finding, fails, passes, settled } from '../finding.ts';
import type { Task } from '../task.ts';
import { checkTask } from './check-task.ts';

const LOOKED = { expected: 'a series', seen: 'none', lookAt: '/query' };

/** A check that answers these in turn, and the last for ever. */
function answering(...answers: readonly (Finding | Error)[]): Task['check'] & { looks: () => number } {
  let looks = 0;
  const check = async () => {
    const answer = answers[Math.min(looks++, answers.length - 1)] as Finding | Error;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return Object.assign(check, { looks: () => looks });
}

const task = (check: Task['check'], more: Partial<Task> = {}): Task => ({
  id: 'one',
  title: 'Do one thing',
  hints: ['where', 'what', 'how'],
  deadlineSeconds: 2,
  stableSeconds: 0.05,
  check,
  ...more,
});
const lab = (answers: Readonly<Record<string, string>> = {}): CheckContext =>
  ({
    answer: (id: string) => answers[id],
    signal: new AbortController().signal,
  }) as Partial<CheckContext> as CheckContext;

describe('checkTask', () => {
  test('when the system needs a moment - then it is asked again until it passes', async () => {
    const check = answering(fails(LOOKED), passes({ ...LOOKED, seen: 'one' }));
    const onWaiting = vi.fn();
    expect(await checkTask(task(check), lab(), { onWaiting })).toMatchObject({ passed: true, seen: 'one' });
    expect(check.looks()).toBe(3);
    expect(onWaiting).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: 'one' }), 2);
  });

  test('when it passes or fails at its only look - then nobody is told of waiting', async () => {
    const onWaiting = vi.fn();
    await checkTask(task(answering(passes(LOOKED))), lab(), { onWaiting });
    await checkTask(task(answering(fails(LOOKED))), lab(), { onWaiting, atMostSeconds: 0 });
    expect(onWaiting).not.toHaveBeenCalled();
  });

  test('when waiting changes nothing - then it is looked at once', async () => {
    const check = answering(settled(fails(LOOKED)), passes(LOOKED));
    expect(await checkTask(task(check), lab())).toMatchObject({ passed: false });
    expect(check.looks()).toBe(1);
  });

  test('when what passed is gone at the second look - then it was luck and does not count', async () => {
    const check = answering(passes(LOOKED), fails({ ...LOOKED, seen: 'gone' }));
    expect(await checkTask(task(check), lab(), { atMostSeconds: 0 })).toMatchObject({
      passed: false,
      seen: 'gone',
    });
  });

  test('when a check throws - then the message is what was seen, and the kind of error is kept', async () => {
    const check = answering(new Error('there is no file'), new TypeError('no such function'));
    expect(await checkTask(task(check), lab(), { atMostSeconds: 0.6 })).toEqual({
      passed: false,
      expected: 'Do one thing',
      seen: 'no such function',
      lookAt: 'the text of the lab, under "Do one thing"',
      threw: 'TypeError',
    });
  });

  test('when it is aborted while a look hangs - then it ends at once', async () => {
    const abort = new AbortController();
    const looking = checkTask(
      task(() => new Promise(() => undefined)),
      { ...lab(), signal: abort.signal },
    );
    abort.abort();
    await expect(looking).rejects.toThrow(/abort/i);
  });

  test('when a question has no answer - then nothing is looked at, and it says where to write', async () => {
    const check = answering(passes(LOOKED));
    const asking = task(check, { question: { text: 'When?', form: 'seconds' } });
    expect(await checkTask(asking, lab())).toMatchObject({
      passed: false,
      expected: 'When? (seconds)',
      lookAt: 'answers.yaml in your folder',
    });
    expect(check.looks()).toBe(0);
    expect(await checkTask(asking, lab({ one: '12' }))).toMatchObject({ passed: true });
  });

  test('when other parts of a task count without its answer - then it is looked at', async () => {
    const check = answering(fails({ ...LOOKED, sheet: '10 of 12' }));
    const asking = task(check, { question: { text: 'When?', form: 'seconds' }, checkedUnanswered: true });
    expect(await checkTask(asking, lab(), { atMostSeconds: 0 })).toMatchObject({
      passed: false,
      sheet: '10 of 12',
    });
  });
});
