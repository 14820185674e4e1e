import type { Command } from 'commander';
import type { CommandContext } from '../../main.ts';

type Action = <Options>(
  run: (context: CommandContext, options: Options, args: string[]) => Promise<number>,
) => (...parameters: unknown[]) => Promise<void>;

const WHICH_LAB = 'number or name; the one that is started, unless named';

/** The commands of the course. A lab is named by its number or its name, a task by its number or its id. */
export function addCourseCommands(program: Command, action: Action): void {
  program
    .command('list')
    .description('the labs of the course, and how far you are')
    .action(action(async (context) => (await import('./list.ts')).list(context)));

  program
    .command('start')
    .description('prepare a lab of the course, or go on with it: your files, your workbench')
    .argument('<lab>', 'number or name')
    .action(action(async (context, _, [lab = '']) => (await import('./start.ts')).start(context, lab)));

  program
    .command('check')
    .description('look whether the tasks of a lab are done: what was expected, what was seen, where to look')
    .argument('[lab]', WHICH_LAB)
    .argument('[task]', 'only this one, and those that it needs')
    .option('--patience <seconds>', 'wait at most so long for a task; 0 looks once')
    .action(
      action<import('./check.ts').CheckOptions>(async (context, options, names) =>
        (await import('./check.ts')).check(context, options, names),
      ),
    );

  program
    .command('hint')
    .description('the next of three hints for a task')
    .argument('[lab]', WHICH_LAB)
    .argument('[task]', 'the first that has not passed, unless named')
    .action(action(async (context, _, names) => (await import('./hint.ts')).hint(context, names)));

  program
    .command('answer')
    .description('write an observed value into answers.yaml')
    .usage('[options] [lab] <task> <value>')
    .argument('<lab|task>', 'the lab, and the task behind it; or the task alone, of the lab that is started')
    .argument('<task|value>', 'whose question, or what you have seen')
    .argument('[value]', 'what you have seen, where a lab is named')
    .action(action(async (context, _, names) => (await import('./answer.ts')).answer(context, names)));

  program
    .command('solve')
    .description('lay the solution over your files; your progress remembers it')
    .argument('[lab]', WHICH_LAB)
    .action(action(async (context, _, [lab]) => (await import('./solve.ts')).solve(context, lab)));

  program
    .command('reset')
    .description('begin a lab anew; your files are moved away, not deleted')
    .argument('[lab]', WHICH_LAB)
    .action(action(async (context, _, [lab]) => (await import('./reset.ts')).reset(context, lab)));

  program
    .command('finish')
    .description('put the running lab back as it was and stop the workbench; your files stay')
    .argument('[lab]', WHICH_LAB)
    .action(action(async (context, _, [lab]) => (await import('./finish.ts')).finish(context, lab)));

  const tool = program
    .command('tool')
    .description('run promtool, amtool, otelcol or node in your files of the lab that is started')
    .usage('<promtool|amtool|otelcol|node> [arguments…]')
    .argument('[words...]', 'the tool, and what it is told')
    .allowUnknownOption()
    // `--help` after the tool is the tool's.
    .helpOption(false)
    .action(
      action(async (context) => {
        const words = wordsAfter('tool', process.argv);
        if (words[0] === '--help') tool.help();
        return (await import('./tool.ts')).tool(context, words);
      }),
    );

  program
    .command('next')
    .description('what to do now')
    .action(action(async (context) => (await import('./next.ts')).next(context)));

  program
    .command('progress')
    .description('what you have done')
    .option('--report <file>', 'write it there, signed')
    .option('--verify <file>', 'whether a report is as it was signed')
    .action(
      action<import('./progress.ts').ProgressOptions>(async (context, options) =>
        (await import('./progress.ts')).progress(context, options),
      ),
    );
}

/** As they were typed: commander takes `--json` for our own wherever it stands, and a `--` for nobody's. */
const wordsAfter = (command: string, words: readonly string[]): readonly string[] =>
  words.slice(words.indexOf(command, 2) + 1);
