/** What is wrong with a quiz although its shape is right. */
import { isDeepStrictEqual } from 'node:util';
import type {
  AlertTimeQuestion,
  FindTheBugQuestion,
  NumberQuestion,
  OrderQuestion,
  QueryQuestion,
  Question,
  Quiz,
} from './schema.ts';

/** How many lessons each module has. */
export const LESSONS = { 'module-08': 8, 'module-207': 7 } as const;

interface Choosable {
  readonly id: string;
  readonly right?: true;
  readonly why?: string;
}

/** @returns one line per mistake, each beginning with the question that it is in */
export function quizProblems(quiz: Quiz): readonly string[] {
  return [
    ...repeated(quiz.questions.map(({ id }) => id)).map((id) => `${id}: two questions have this id`),
    ...quiz.questions.flatMap((question) =>
      [...lessonProblems(question), ...problemsOf(question)].map((problem) => `${question.id}: ${problem}`),
    ),
  ];
}

function lessonProblems({ lesson }: Question): readonly string[] {
  const [module, number] = lesson.split('/');
  const last = LESSONS[module as keyof typeof LESSONS];
  return Number(number) <= last
    ? []
    : [`there is no lesson ${lesson}: ${module} has the lessons 1 to ${last}`];
}

function problemsOf(question: Question): readonly string[] {
  switch (question.kind) {
    case 'choice':
      return choosableProblems(question.options, 'one');
    case 'choices':
      return choosableProblems(question.options, 'several');
    case 'number':
      return numberProblems(question);
    case 'order':
      return orderProblems(question);
    case 'query':
      return [...choosableProblems(question.options, 'one'), ...queryProblems(question)];
    case 'alert-time':
      return alertTimeProblems(question);
    case 'find-the-bug':
      return [...choosableProblems(question.options, 'one'), ...bugProblems(question)];
  }
}

function choosableProblems(options: readonly Choosable[], right: 'one' | 'several'): readonly string[] {
  const rightOnes = options.filter((option) => option.right).length;
  const enough = right === 'one' ? rightOnes === 1 : rightOnes >= 1 && rightOnes < options.length;
  const wanted = right === 'one' ? 'exactly one' : 'one or more, but not all';
  return [
    ...repeated(options.map(({ id }) => id)).map((id) => `two options have the id ${id}`),
    ...(enough ? [] : [`${rightOnes} options are right: ${wanted} have to be`]),
    ...options
      .filter((option) => !option.right && option.why === undefined)
      .map(({ id }) => `option ${id} is wrong and does not say why`),
  ];
}

function numberProblems({ answer, mistakes }: NumberQuestion): readonly string[] {
  return mistakes
    .filter(({ value }) => Math.abs(value - answer.value) <= answer.tolerance)
    .map(({ value }) => `the mistake ${value} is within the tolerance of the right answer`);
}

function orderProblems({ items, mistakes }: OrderQuestion): readonly string[] {
  const place = new Map(items.map(({ id }, index) => [id, index]));
  return [
    ...repeated(items.map(({ id }) => id)).map((id) => `two items have the id ${id}`),
    ...mistakes.flatMap(({ early, late }) => {
      const [before, after] = [place.get(early), place.get(late)];
      if (before === undefined || after === undefined)
        return [`the mistake "${early} before ${late}" names an item that is not there`];
      return before > after ? [] : [`the mistake "${early} before ${late}" is in the right order`];
    }),
  ];
}

function queryProblems({ options, result }: QueryQuestion): readonly string[] {
  return options.flatMap(({ id, right, gives }) => {
    if (right) return gives === undefined ? [] : [`option ${id} is right: what it gives is the result`];
    if (gives === undefined) return [`option ${id} is wrong and does not say what it gives`];
    return Array.isArray(gives) && sameSamples(gives, result)
      ? [`option ${id} is wrong and gives the right result`]
      : [];
  });
}

function alertTimeProblems({ answer, mistakes, until }: AlertTimeQuestion): readonly string[] {
  const values = [answer, ...mistakes.map(({ value }) => value)];
  return [
    ...repeated(values.map(String)).map((value) => `${value} is an answer twice`),
    ...(typeof answer === 'number' && answer > until ? [`the answer ${answer} is later than ${until}`] : []),
  ];
}

function bugProblems({ proof }: FindTheBugQuestion): readonly string[] {
  const differs = (proof.cases as readonly { expected: unknown; seen: unknown }[]).some(
    ({ expected, seen }) => !isDeepStrictEqual(expected, seen),
  );
  return [
    ...(proof.broken.trim() === proof.mended.trim()
      ? ['what is broken and what is mended are the same']
      : []),
    ...(differs ? [] : ['no case tells the broken from the mended']),
  ];
}

/** The order of samples means nothing. */
function sameSamples(some: QueryQuestion['result'], others: QueryQuestion['result']): boolean {
  const sorted = (samples: QueryQuestion['result']) =>
    samples.map(({ labels, value }) => `${labels} ${value}`).sort();
  return isDeepStrictEqual(sorted(some), sorted(others));
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
