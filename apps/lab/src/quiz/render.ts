/** Questions, verdicts and results as lines of a terminal or of a pipe. */
import { styleText } from 'node:util';
import type { Ask, PresentedQuestion, QuizResult, Verdict } from '@lab/course/quiz';
import { table } from '../output.ts';

/** Longer lines are hard to read, and a terminal breaks them inside of words. */
const readableWidth = (): number => Math.min(100, process.stdout.columns || 100);

/** What is asked, without the options: those are in the prompt, or in `optionLines`. */
export function questionLines(question: PresentedQuestion, heading: string): readonly string[] {
  return [
    '',
    `${styleText('bold', heading)} ${styleText('dim', `${question.id} · ${question.lesson}`)}`,
    '',
    ...wrapped(question.text).map(styled),
    ...question.exhibits.flatMap(({ title, body }) => [
      '',
      ...wrapped(title).map((line) => styleText('dim', line)),
      ...body.split('\n').map((line) => `  ${line}`),
    ]),
    '',
  ];
}

/** How an answer looks in a file of answers. */
export function optionLines(ask: Ask): readonly string[] {
  switch (ask.form) {
    case 'number':
      return [`  a number${ask.unit === '' ? '' : ` (${ask.unit})`}`];
    case 'minute':
      return ['  a whole minute, or never'];
    default: {
      const rule = {
        one: 'one of',
        many: 'a list of all that are right of',
        order: 'a list, first to last, of',
      };
      return [
        `  ${rule[ask.form]}`,
        ...ask.options.flatMap(({ id, text }) =>
          text.split('\n').map((line, index) => `    ${(index === 0 ? `${id}:` : '').padEnd(18)} ${line}`),
        ),
      ];
    }
  }
}

/** An option on one line of a prompt: PromQL and Markdown do not mind. */
export const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * What a learner is told after an answer.
 * @param lessonFile where to read on
 */
export function verdictLines(verdict: Verdict, lessonFile: string): readonly string[] {
  if (verdict.right) return [`${styleText('green', '✔ right')}`, ...explained(verdict.why)];
  return [
    styleText('red', '✘ wrong'),
    ...verdict.mistakes.flatMap((mistake) => explained(mistake)),
    ...wrapped(`Right: ${onOneLine(verdict.rightAnswer)}`, '  ').map(styled),
    ...explained(verdict.why),
    `  ${styleText('dim', `→ ${lessonFile}`)}`,
  ];
}

export function resultLines(result: QuizResult, title: string): readonly string[] {
  const percent = `${Math.round(result.score * 100)} %`;
  const word = result.passed ? styleText('green', 'passed') : styleText('red', 'not passed');
  return [
    '',
    table(
      ['lesson', 'right'],
      result.lessons.map(({ lesson, right, of }) => [lesson, `${right} of ${of}`]),
    ),
    '',
    `${title}: ${result.right} of ${result.of}, ${percent}: ${word}`,
  ];
}

const explained = (text: string): readonly string[] => wrapped(text, '  ').map(styled);

/** Markdown's code and emphasis, where the terminal has colours; as they are otherwise. */
function styled(line: string): string {
  return line
    .replaceAll(/`([^`]+)`/g, (all, code: string) => coloured('cyan', code, all))
    .replaceAll(/\*\*([^*]+)\*\*/g, (all, strong: string) => coloured('bold', strong, all));
}

function coloured(style: 'cyan' | 'bold', text: string, plain: string): string {
  const result = styleText(style, text);
  return result === text ? plain : result;
}

/** Lines of whole words. */
export function wrapped(text: string, indent = '', width = readableWidth()): readonly string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
