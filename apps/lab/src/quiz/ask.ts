/** Asks a person in a terminal. */
import { checkbox, input, select } from '@inquirer/prompts';
import type { Answer, Ask, Choosable } from '@lab/course/quiz';
import { onOneLine } from './render.ts';

/** The streams that a person sits at; those of the process without them. */
export interface Terminal {
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/** @throws ExitPromptError where the person presses ctrl-C */
export async function askPerson(ask: Ask, terminal: Terminal = {}): Promise<Answer> {
  switch (ask.form) {
    case 'one':
      return select({ message: 'Your answer', choices: named(ask.options), loop: false }, terminal);
    case 'many':
      return checkbox(
        { message: 'All that are right', choices: named(ask.options), required: true, loop: false },
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
    const id = await select({ message, choices: named(left), loop: false }, terminal);
    chosen.push(id);
    left = left.filter((option) => option.id !== id);
  }
  return [...chosen, ...left.map(({ id }) => id)];
}

const named = (options: readonly Choosable[]): { readonly value: string; readonly name: string }[] =>
  options.map(({ id, text }) => ({ value: id, name: onOneLine(text) }));

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
