/** Asks a person in a terminal. */
import { checkbox, input, select } from '@inquirer/prompts';
import type { Answer, Ask, Choosable } from '@lab/course/quiz';
import { onOneLine, wrapped } from './render.ts';

/** The streams that a person sits at; those of the process without them. */
export interface Terminal {
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/** @throws ExitPromptError where the person presses ctrl-C */
export async function askPerson(ask: Ask, terminal: Terminal = {}): Promise<Answer> {
  switch (ask.form) {
    case 'one':
      return select(
        { message: 'Your answer', choices: named(ask.options), loop: false, pageSize: pageSize() },
        terminal,
      );
    case 'many':
      return checkbox(
        {
          message: 'All that are right',
          choices: named(ask.options),
          required: true,
          loop: false,
          pageSize: pageSize(),
        },
        terminal,
      );
    case 'order':
      return askOrder(ask.options, terminal);
    case 'number': {
      const unit = ask.unit === '' ? '' : ` (${ask.unit})`;
      const message = `A number${unit}`;
      const validate = (text: string) => numberOf(text) !== undefined || 'a number, such as 12 or 0.5';
      return numberOf(await input({ message, validate }, terminal)) ?? Number.NaN;
    }
    case 'minute': {
      const validate = (text: string) =>
        minuteOf(text) !== undefined || 'a whole minute, such as 7, or never';
      return minuteOf(await input({ message: 'Minute, or never', validate }, terminal)) ?? 'never';
    }
  }
}

async function askOrder(options: readonly Choosable[], terminal: Terminal): Promise<readonly string[]> {
  const chosen: string[] = [];
  let left = options;
  while (left.length > 1) {
    const message = `Number ${chosen.length + 1} of ${options.length}`;
    const id = await select({ message, choices: named(left), loop: false, pageSize: pageSize() }, terminal);
    chosen.push(id);
    left = left.filter((option) => option.id !== id);
  }
  return [...chosen, ...left.map(({ id }) => id)];
}

/** Lines that a prompt needs around its options: the question, a gap, the keys. */
const LINES_OF_A_PROMPT = 4;
/** Columns for the cursor and the box of an option. */
const INDENT = 4;

/** A list is cut where it is longer than its page, and an option has several lines: the page is the screen. */
const pageSize = (): number => Math.max(7, (process.stdout.rows || 40) - LINES_OF_A_PROMPT);

function named(options: readonly Choosable[]) {
  const width = Math.max(40, (process.stdout.columns || 100) - INDENT);
  return options.map(({ id, text }) => ({
    value: id,
    name: wrapped(text, '', width).join(`\n${' '.repeat(INDENT)}`),
    short: onOneLine(text),
  }));
}

/** As people write numbers: 51,840 and 51840 and 0.42. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replaceAll(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, '');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

export function minuteOf(text: string): number | 'never' | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === 'never') return 'never';
  return /^\d+$/.test(plain) ? Number(plain) : undefined;
}
