import { FAULTS } from '@lab/catalogue/faults';
import type { Problem } from '../problem.ts';
import type { Document } from '../read/document.ts';
import type { CliUsage } from './cli-usage.ts';
import { commandsOf } from './shell-words.ts';

/** What stands for something else: `<name>`, `…`. */
const PLACEHOLDER = /^[<[]|…|\.\.\.|^\$/;

/** `./lab` is called with commands and options that it has, in fences, whether they are executed or not, and inline. */
export const commandsExist =
  (usage: CliUsage) =>
  ({ path, fences, inlineCode }: Document): readonly Problem[] => {
    const scripts = [
      // The line of the fence itself is the one above its text.
      ...fences
        .filter(({ language }) => language === 'sh')
        .flatMap(({ line, text }) =>
          linesOf(text).map(([offset, script]) => ({ line: line + offset, script })),
        ),
      ...inlineCode
        .filter(({ text, foreign }) => text.includes('./lab') && !foreign)
        .map(({ line, text }) => ({ line, script: text })),
    ];
    return scripts.flatMap(({ line, script }) =>
      commandsOf(script)
        .filter(([command]) => command === './lab')
        .flatMap(([, ...words]) => problemsOf(words, usage))
        .map((found) => ({ path, line, ...found })),
    );
  };

/** Lines that go on with a backslash stay together. */
function linesOf(script: string): readonly (readonly [offset: number, script: string])[] {
  const lines: [number, string][] = [];
  let open = false;
  for (const [index, text] of script.split('\n').entries()) {
    const last = lines.at(-1);
    if (open && last !== undefined) last[1] += `\n${text}`;
    else lines.push([index + 1, text]);
    open = text.endsWith('\\');
  }
  return lines;
}

type Found = Pick<Problem, 'expected' | 'seen'>;

function problemsOf(words: readonly string[], usage: CliUsage): readonly Found[] {
  const [name, ...rest] = words.filter((word) => !/^[<>]/.test(word) || PLACEHOLDER.test(word));
  if (name === undefined || PLACEHOLDER.test(name) || ['--help', '--json'].includes(name)) return [];
  const command = usage.get(name);
  if (command === undefined)
    return [{ expected: `a command of ./lab: ${[...usage.keys()].join(', ')}`, seen: name }];
  const problems: Found[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (!word.startsWith('-')) {
      problems.push(...argumentProblems(name, command.takesArguments, word));
      continue;
    }
    const [option = '', value] = word.split('=');
    const takesValue = command.options.get(option);
    if (takesValue === undefined)
      problems.push({
        expected: `an option of ./lab ${name}: ${[...command.options.keys()].join(', ')}`,
        seen: option,
      });
    else if (takesValue && value === undefined && !rest[index + 1]?.startsWith('-')) index++;
  }
  return problems;
}

function argumentProblems(name: string, takesArguments: boolean, word: string): readonly Found[] {
  if (PLACEHOLDER.test(word)) return [];
  if (!takesArguments) return [{ expected: `./lab ${name} without arguments`, seen: word }];
  return name === 'drill' && !FAULTS.some((fault) => fault.name === word)
    ? [{ expected: 'a fault that ./lab drill --list names', seen: word }]
    : [];
}
