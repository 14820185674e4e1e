import {
  type Answer,
  type Answers,
  gradeAnswer,
  gradeQuiz,
  presentQuestion,
  type Quiz,
  type QuizResult,
  type Verdict,
} from '@lab/course/quiz';
import { learnerSeed } from '../course/learner-seed.ts';
import { type CourseState, courseState } from '../course/state.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';
import { readAnswersFile } from '../quiz/answers-file.ts';
import { askPerson, type Terminal } from '../quiz/ask.ts';
import { answersSoFar, keepAnswers, keepResult, quizResults } from '../quiz/attempt-store.ts';
import { lessonFile, onlyQuestion, quizBank, quizNamed } from '../quiz/bank.ts';
import { optionLines, questionLines, resultLines, verdictLines } from '../quiz/render.ts';

export interface QuizOptions {
  /** One question by number or id: practice, nothing is kept. */
  readonly only?: string;
  /** A file of answers, instead of a person. */
  readonly answers?: string;
  /** Show the questions and ask nothing. */
  readonly questions?: boolean;
  /** Forget the answers of an attempt that was broken off. */
  readonly restart?: boolean;
}

/** Asks the questions of a quiz, or grades a file of answers; without a name it tells how far the learner is. */
export async function quiz(
  context: CommandContext,
  options: QuizOptions,
  [name]: readonly string[],
  terminal?: Terminal,
): Promise<number> {
  const bank = quizBank(context.settings);
  if (name === undefined) return overview(context, bank);
  const whole = quizNamed(bank, name);
  const asked = options.only === undefined ? whole : onlyQuestion(whole, options.only);
  const attempt = { context, quiz: asked, recorded: asked === whole, state: courseState(context.settings) };
  if (options.questions) return showQuestions(attempt);
  if (options.answers !== undefined) return gradeFile(attempt, options.answers);
  const watched = context.output.interactive && process.stdin.isTTY === true;
  if (terminal === undefined && !watched) {
    showQuestions(attempt);
    context.output.note(
      `→ nobody to ask here, so nothing was graded: ./lab quiz ${name} in a terminal, or with --answers <file>`,
    );
    return EXIT.failed;
  }
  return askAll(attempt, terminal ?? {}, options.restart === true);
}

interface Attempt {
  readonly context: CommandContext;
  readonly quiz: Quiz;
  /** Whether answers and result are kept: those of practice are not. */
  readonly recorded: boolean;
  readonly state: CourseState;
}

function overview({ settings, output }: CommandContext, bank: readonly Quiz[]): number {
  const state = courseState(settings);
  const rows = bank.map((one) => {
    const results = quizResults(state, one.quiz);
    return {
      quiz: one.quiz,
      title: one.title,
      questions: one.questions.length,
      answered: Object.keys(answersSoFar(state, one)).length,
      attempts: results.length,
      best: results.length === 0 ? undefined : Math.max(...results.map(({ score }) => score)),
      passed: results.some(({ passed }) => passed),
    };
  });
  output.line(
    table(
      ['quiz', 'questions', 'begun', 'attempts', 'best', 'passed', 'what'],
      rows.map(({ quiz: id, questions, answered, attempts, best, passed, title }) => [
        id,
        `${questions}`,
        answered === 0 ? '–' : `${answered} answered`,
        `${attempts}`,
        best === undefined ? '–' : `${Math.round(best * 100)} %`,
        passed ? 'yes' : '–',
        title,
      ]),
    ),
  );
  output.data(rows);
  return EXIT.ok;
}

function showQuestions({
  context: { output },
  quiz: { quiz: id, title, intro, questions },
  state,
}: Attempt): number {
  const seed = learnerSeed(state);
  const presented = questions.map((question) => presentQuestion(question, seed));
  output.line(`${title}. ${intro}`);
  for (const [index, question] of presented.entries())
    for (const line of [...questionLines(question, `${index + 1}.`), ...optionLines(question.ask)])
      output.line(line);
  output.data({ quiz: id, title, questions: presented });
  return EXIT.ok;
}

function gradeFile(attempt: Attempt, file: string): number {
  const { context, quiz: asked } = attempt;
  const answers = readAnswersFile(file, asked);
  const verdicts = asked.questions.map((question) => gradeAnswer(question, answers[question.id]));
  for (const verdict of verdicts.filter(({ answered, right }) => answered && !right)) {
    context.output.line(`\n${verdict.id}`);
    for (const line of linesOf(verdict, context)) context.output.line(line);
  }
  const open = verdicts.filter(({ answered }) => !answered).map(({ id }) => id);
  if (open.length > 0) context.output.line(`\nnot answered: ${open.join(', ')}`);
  return finish(attempt, answers);
}

async function askAll(attempt: Attempt, terminal: Terminal, restart: boolean): Promise<number> {
  const { context, quiz: asked, recorded, state } = attempt;
  const { output } = context;
  const seed = learnerSeed(state);
  let answers = recorded && !restart ? answersSoFar(state, asked) : {};
  const before = Object.keys(answers).length;
  output.line(`${asked.title}. ${asked.intro}`);
  if (before > 0)
    output.line(`${before} of ${asked.questions.length} were answered before (--restart forgets them).`);
  for (const [index, question] of asked.questions.entries()) {
    if (answers[question.id] !== undefined) continue;
    const presented = presentQuestion(question, seed);
    for (const line of questionLines(presented, `${index + 1} of ${asked.questions.length}`))
      output.line(line);
    const answer = await askOrStop(() => askPerson(presented.ask, terminal), attempt, answers);
    answers = { ...answers, [question.id]: answer };
    if (recorded) keepAnswers(state, asked, answers);
    for (const line of linesOf(gradeAnswer(question, answer), context)) output.line(line);
  }
  return finish(attempt, answers);
}

/** Ctrl-C in a prompt ends the command and loses nothing. */
async function askOrStop(
  ask: () => Promise<Answer>,
  { quiz: asked, recorded }: Attempt,
  answers: Answers,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    const count = Object.keys(answers).length;
    throw new LabError(
      'INTERRUPTED',
      recorded ? `${count} of ${asked.questions.length} questions are answered and kept` : 'stopped',
      `./lab quiz ${asked.quiz} goes on`,
      EXIT.interrupted,
    );
  }
}

function finish({ context: { output }, quiz: asked, recorded, state }: Attempt, answers: Answers): number {
  const result = gradeQuiz(asked, answers, new Date());
  if (recorded) keepResult(state, result);
  for (const line of resultLines(result, asked.title)) output.line(line);
  output.data(report(asked, result));
  return result.passed ? EXIT.ok : EXIT.failed;
}

/** The result with the verdict on each answer; a question that was not answered may still be answered, and stays closed. */
function report(asked: Quiz, result: QuizResult): object {
  const verdicts = asked.questions.map((question) => {
    const { rightAnswer, why, ...verdict } = gradeAnswer(question, result.answers[question.id]);
    return verdict.answered ? { ...verdict, rightAnswer, why } : verdict;
  });
  return { ...result, verdicts };
}

const linesOf = (verdict: Verdict, { settings }: CommandContext): readonly string[] =>
  verdictLines(verdict, lessonFile(settings, verdict.lesson));
