/** `./lab quiz` as a script uses it, and as a person does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Question, Quiz } from '@lab/course/quiz';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { quiz as quizCommand } from '../commands/quiz.ts';
import { courseState } from '../course/state.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { REPOSITORY_ROOT, readSettings } from '../settings.ts';
import { keyboardAndScreen } from '../testing/keyboard-and-screen.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { answersSoFar, quizResults } from './attempt-store.ts';
import { quizBank, quizNamed } from './bank.ts';

const bank = quizBank({ root: REPOSITORY_ROOT });
const NAMES = bank.map((one) => one.quiz);
const MODULE_207 = quizNamed(bank, 'module-207');

function rightAnswer(question: Question): Answer {
  switch (question.kind) {
    case 'choices':
      return question.options.filter(({ right }) => right).map(({ id }) => id);
    case 'order':
      return question.items.map(({ id }) => id);
    case 'number':
      return question.answer.value;
    case 'alert-time':
      return question.answer;
    default:
      return question.options.find(({ right }) => right)?.id ?? '';
  }
}

const rightAnswers = ({ questions }: Quiz, count = questions.length) =>
  Object.fromEntries(questions.slice(0, count).map((question) => [question.id, rightAnswer(question)]));

function answersFile(answers: object): string {
  const file = join(tempDir(), 'answers.yaml');
  writeFileSync(file, JSON.stringify(answers));
  return file;
}

function lab(stateDir: string, ...args: readonly string[]) {
  const main = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
  return execa(process.execPath, [main, 'quiz', ...args], {
    reject: false,
    env: { LAB_STATE_DIR: stateDir, NO_COLOR: '1' },
  });
}

describe('a file of answers', () => {
  test.each(NAMES)('to %s - when all are right - then it is passed, and the result is kept', async (name) => {
    const stateDir = tempDir();
    const file = answersFile(rightAnswers(quizNamed(bank, name)));
    const { exitCode, stdout } = await lab(stateDir, name, '--answers', file, '--json');
    expect(exitCode).toBe(EXIT.ok);
    expect(JSON.parse(stdout)).toMatchObject({ quiz: name, score: 1, passed: true });
    expect(quizResults(courseState({ stateDir }), name)).toMatchObject([
      { quiz: name, score: 1, passed: true },
    ]);
  });

  test.each([
    [19, EXIT.ok],
    [18, EXIT.failed],
  ])('when %i of 23 are right - then the exit code is %i', async (count, code) => {
    const file = answersFile(rightAnswers(MODULE_207, count));
    expect((await lab(tempDir(), 'module-207', '--answers', file)).exitCode).toBe(code);
  });

  test('when one is wrong and most are missing - then the wrong one is explained and the missing ones stay closed', async () => {
    const { stdout } = await lab(
      tempDir(),
      'module-207',
      '--answers',
      answersFile({ 'how-long-a-budget-lasts': 1 }),
    );
    expect(stdout).toContain('In one hour 2 % of the budget are gone.');
    expect(stdout).toContain('docs/lessons/module-207/5-');
    for (const { id, why } of MODULE_207.questions)
      if (id !== 'how-long-a-budget-lasts') expect(stdout).not.toContain(why.slice(0, 40));
  });

  test('when it names what is not in the quiz - then every mistake is told, and nothing is graded', async () => {
    const stateDir = tempDir();
    const file = answersFile({ nobody: 1, 'how-long-a-budget-lasts': 'long' });
    const { exitCode, stderr } = await lab(stateDir, 'module-207', '--answers', file);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain('nobody: module-207 has no such question');
    expect(stderr).toContain('how-long-a-budget-lasts: "long" is no number');
    expect(quizResults(courseState({ stateDir }), 'module-207')).toEqual([]);
  });

  test('when it is about one question alone - then it is practice and not kept', async () => {
    const stateDir = tempDir();
    const file = answersFile({ 'how-long-a-budget-lasts': 50 });
    const { exitCode } = await lab(
      stateDir,
      'module-207',
      '--only',
      'how-long-a-budget-lasts',
      '--answers',
      file,
    );
    expect(exitCode).toBe(EXIT.ok);
    expect(quizResults(courseState({ stateDir }), 'module-207')).toEqual([]);
  });
});

describe('a pipe', () => {
  test('when nobody can be asked - then the questions are shown without answers, and that is no pass', async () => {
    const { exitCode, stdout, stderr } = await lab(tempDir(), 'module-207');
    expect(exitCode).toBe(EXIT.failed);
    expect(stderr).toContain('nothing was graded');
    for (const { id, why } of MODULE_207.questions) {
      expect(stdout).toContain(id);
      expect(stdout.replaceAll(/\s+/g, ' ')).not.toContain(why);
    }
  });

  test('when questions are asked for as JSON - then each is there, in the order of this learner', async () => {
    const stateDir = tempDir();
    const [first, again] = [
      await lab(stateDir, 'module-08', '--questions', '--json'),
      await lab(stateDir, 'module-08', '--questions', '--json'),
    ];
    expect(first.exitCode).toBe(EXIT.ok);
    expect(JSON.parse(first.stdout).questions).toHaveLength(25);
    expect(again.stdout).toBe(first.stdout);
    expect((await lab(tempDir(), 'module-08', '--questions', '--json')).stdout).not.toBe(first.stdout);
  });

  test.each([
    [['module-09'], 'there is no quiz module-09'],
    [['module-08', '--only', '26'], 'module-08 has no question 26'],
    [['module-08', '--answers', 'no/such/file.yaml'], 'no such file'],
  ])('when %j is asked for - then the usage is told', async (args, message) => {
    const { exitCode, stderr } = await lab(tempDir(), ...args);
    expect(exitCode).toBe(EXIT.usage);
    expect(stderr).toContain(message);
  });
});

describe('a person', () => {
  /** The command with a screen that the test reads and keys that it presses. */
  function atTerminal(stateDir: string, ...[name, only]: readonly string[]) {
    const { terminal, press } = keyboardAndScreen();
    const said: string[] = [];
    const output: Output = {
      json: false,
      interactive: true,
      line: (text = '') => said.push(text),
      note: (text) => said.push(text),
      data: () => undefined,
    };
    const settings = readSettings({ LAB_STATE_DIR: stateDir });
    const done = quizCommand(
      { settings, output },
      only === undefined ? {} : { only },
      [name ?? ''],
      terminal,
    );
    done.catch(() => undefined);
    return { done, said, press };
  }

  test('when ctrl-C ends the quiz - then the answers are kept, and the next time goes on behind them', async () => {
    const stateDir = tempDir();
    const quiz = quizNamed(bank, 'knowledge-checks');
    const first = atTerminal(stateDir, quiz.quiz);
    await first.press('All that are right', ' \r');
    await first.press('Your answer', '\u0003');
    await expect(first.done).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: EXIT.interrupted });
    expect(Object.keys(answersSoFar(courseState({ stateDir }), quiz))).toEqual(['three-pillars']);

    const second = atTerminal(stateDir, quiz.quiz);
    await second.press('Your answer', '\u0003');
    await expect(second.done).rejects.toMatchObject({ message: expect.stringContaining('1 of 13') });
    expect(second.said.join('\n')).toContain('1 of 13 were answered before');
    expect(second.said.join('\n')).toContain('2 of 13');
    expect(second.said.join('\n')).not.toContain('1 of 13 three-pillars');
  });

  test('when an answer is given - then it is explained at once, and not before', async () => {
    const { done, said, press } = atTerminal(tempDir(), 'module-207', 'how-long-a-budget-lasts');
    await press('A number (hours)', '2');
    expect(said.join('\n')).not.toContain('50 h');
    await press('2', '\r');
    expect(await done).toBe(EXIT.failed);
    expect(said.join('\n')).toContain('Two hours at 14.4 are 4 % of the budget.');
    expect(said.join('\n')).toContain('Right: 50 hours');
  });

  test('when the right option is chosen - then the quiz of one question is passed', async () => {
    const { done, press } = atTerminal(tempDir(), 'module-08', 'when-does-the-model-alert-fire');
    await press('Minute, or never', '9\r');
    expect(await done).toBe(EXIT.ok);
  });
});
