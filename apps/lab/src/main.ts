/** `./lab`: the commands, and how their failures end. Each command is a file in commands/, loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { addCourseCommands } from './commands/course/add-commands.ts';
import { LabError, messageOf } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { createOutput, type Output } from './output.ts';
import { readSettings, type Settings } from './settings.ts';

export interface CommandContext {
  readonly settings: Settings;
  readonly output: Output;
}

const EXIT_CODES_HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the lab is not running, 130 interrupted.
Environment: LAB_PORT_OFFSET moves every port, LAB_STATE_DIR keeps a second lab apart, LAB_ENGINES_DIR has engine
binaries, LAB_DATABASE=postgres takes the PostgreSQL on PATH.`;

const program = new Command('lab')
  .description('The ML Observability Lab: start it, look at it, prove that it works.')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .addHelpText('after', EXIT_CODES_HELP)
  .option('--json', 'answer with one JSON document on standard output');

/** Runs an action with settings and output, and turns what it returns into the exit code. */
function action<Options>(
  run: (context: CommandContext, options: Options, args: string[]) => Promise<number>,
): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const { json } = command.optsWithGlobals<{ json?: boolean }>();
    const context = { settings: readSettings(), output: createOutput(json === true) };
    process.exitCode = await run(context, command.opts() as Options, command.args);
  };
}

program
  .command('up')
  .description('start the lab: with Docker Compose where it answers, else as plain processes')
  .option('--docker', 'with Docker Compose, or fail')
  .option('--no-docker', 'as plain processes')
  .option('--wait', 'until every engine is ready too, builds included')
  .option('--foreground', 'stay until ctrl-C, then stop the lab')
  .action(
    action<import('./commands/up.ts').UpOptions>(async (context, options) =>
      (await import('./commands/up.ts')).up(context, options),
    ),
  );

program
  .command('down')
  .description('stop the lab and see that nothing is left')
  .option('--volumes', 'also delete its data, logs and secrets; your progress stays')
  .action(
    action<import('./commands/down.ts').DownOptions>(async (context, options) =>
      (await import('./commands/down.ts')).down(context, options),
    ),
  );

program
  .command('status')
  .description('every process: state, pid, port, uptime, restarts, memory, version')
  .action(action(async (context) => (await import('./commands/status.ts')).status(context)));

program
  .command('logs')
  .description('what the services and engines say')
  .argument('[names...]', 'which of them; all services without one')
  .option('-f, --follow', 'go on as lines come')
  .option('--since <age>', 'only lines younger than this: 30s, 10m, 2h')
  .option('-n, --lines <count>', 'at most so many of the latest lines', '200')
  .action(
    action<import('./commands/logs.ts').LogsOptions>(async (context, options, names) =>
      (await import('./commands/logs.ts')).logs(context, options, names),
    ),
  );

program
  .command('verify')
  .description('walk the running lab: every signal, and every link from one to the other')
  .option('--patience <seconds>', 'how long a step may wait for what it looks for', '45')
  .action(
    action<import('./commands/verify.ts').VerifyOptions>(async (context, options) =>
      (await import('./commands/verify.ts')).verify(context, options),
    ),
  );

program
  .command('drill')
  .description('inject faults into the running lab and measure what tells of them')
  .argument('[faults...]', 'which; --list names them')
  .option('--all', 'every fault of the catalogue, one after the other')
  .option('--list', 'name the faults and the alerts that they set off')
  .option('--loop', 'let the autopilot act, and measure how long until the fault is no longer felt')
  .option('--control <minutes>', 'afterwards, so long without a fault: what fires then is a false alarm')
  .option(
    '--retries <times>',
    'repeat drills that went otherwise than the catalogue says, after all others, and a control that was not quiet',
  )
  .option('--within <minutes>', 'begin no drill after so long, and name those that were left')
  .option('--again', 'only what failed the last time, added to that journal')
  .option('--report <file>', 'write the report there too, and its data beside it')
  .action(
    action<import('./commands/drill.ts').DrillOptions>(async (context, options, names) =>
      (await import('./commands/drill.ts')).drill(context, options, names),
    ),
  );

program
  .command('chaos')
  .description('carry out an experiment of your own: steady state, injection, abort, rollback, verdict')
  .argument('<file>', 'the experiment, in YAML; journal and report of each run are kept beside it')
  .option('--check', 'only say what is wrong with the file')
  .addHelpText(
    'after',
    '\nExit codes: 0 the hypothesis held, 1 it did not, 2 no experiment, 130 interrupted.',
  )
  .action(
    action<import('./commands/chaos.ts').ChaosOptions>(async (context, options, files) =>
      (await import('./commands/chaos.ts')).chaos(context, options, files),
    ),
  );

program
  .command('budget')
  .description('what is left of every error budget, and what may be released')
  .option('--slo <id>', 'only this objective')
  .option(
    '--release [kind]',
    'exit code 1 where the policy forbids a feature, model, experiment, fix or rollback',
  )
  .action(
    action<import('./commands/budget.ts').BudgetOptions>(async (context, options) =>
      (await import('./commands/budget.ts')).budget(context, options),
    ),
  );

program
  .command('history')
  .description('give Prometheus days of simulated past, so that budgets and dashboards mean something today')
  .option('--days <count>', 'how far it goes back', '30')
  .option('--seed <number>', 'which of many possible pasts', '58')
  .action(
    action<import('./commands/history.ts').HistoryOptions>(async (context, options) =>
      (await import('./commands/history.ts')).history(context, options),
    ),
  );

program
  .command('drift')
  .description('hold one data set against another: CSV, JSON Lines or Parquet, gzip or not')
  .requiredOption('--reference <file>', 'how the data should look')
  .requiredOption('--current <file>', 'how it looks now')
  .option(
    '--mode <mode>',
    'calibrated: thresholds that know the number of rows; evidently: the tests and thresholds of Evidently',
    'calibrated',
  )
  .option(
    '--accept <rate>',
    'calibrated: false alarms to accept, in 100 comparisons (2), or as a probability (0.02)',
    '1',
  )
  .option('--smallest <distance>', 'calibrated: a smaller distance is never drift, however sure', '0.01')
  .option('--drift-share <share>', 'evidently: share of drifted columns that makes the data set drift', '0.5')
  .option('--columns <names>', 'only these, separated by commas')
  .option(
    '--column <name=type>',
    'numeric, categorical or ignore, where what is inferred is wrong; again for each column',
    (given: string, before: string[]) => [...before, given],
    [],
  )
  .option('--format <format>', 'csv, jsonl or parquet, where the names of the files do not tell')
  .option('--delimiter <character>', 'of CSV: a comma, in a .tsv a tab')
  .option('--html <file>', 'write a report with pictures there')
  .addHelpText(
    'after',
    '\nExit codes: 0 no drift, 1 drift, 2 no verdict: wrong usage, unreadable or too little data.',
  )
  .action(
    action<import('./drift/drift-options.ts').DriftFlags>(async (context, options) =>
      (await import('./commands/drift.ts')).drift(context, options),
    ),
  );

program
  .command('engines')
  .description('the engines and their tools: where each binary is, or how to get it')
  .option('--build', 'build what is missing')
  .action(
    action<import('./commands/engines.ts').EnginesOptions>(async (context, options) =>
      (await import('./commands/engines.ts')).engines(context, options),
    ),
  );

program
  .command('test')
  .description('every test, from the linter to a lab of real engines')
  .argument('[tiers...]', 'only these tiers; --list names them')
  .option('--list', 'name the tiers')
  .option(
    '--attempts <count>',
    'run a tier that fails again, up to so many times in all; the end tells which',
    '1',
  )
  .option(
    '--within <minutes>',
    'be over by then: nothing is repeated and no drill begun that would take longer, and what was left out is named',
  )
  .action(
    action<import('./commands/test.ts').TestOptions>(async (context, options, tiers) =>
      (await import('./commands/test.ts')).test(context, options, tiers),
    ),
  );

addCourseCommands(program, action);

program
  .command('quiz')
  .description('questions about this system, with explanations; 80 % right answers pass')
  .argument('[quiz]', 'module-08, module-207 or knowledge-checks; without one, how far you are')
  .option('--only <question>', 'one question by number or id: practice that is not recorded')
  .option('--answers <file>', 'grade this YAML file of answers instead of asking')
  .option('--questions', 'show the questions and ask nothing')
  .option('--restart', 'forget the answers of an attempt that was broken off')
  .addHelpText(
    'after',
    '\nExit codes: 0 passed, 1 not passed, 2 wrong usage, 130 interrupted: answers are kept.',
  )
  .action(
    action<import('./commands/quiz.ts').QuizOptions>(async (context, options, names) =>
      (await import('./commands/quiz.ts')).quiz(context, options, names),
    ),
  );

program
  .command('doctor')
  .description('what this machine has and lacks: tools, ports, memory, disk, engines')
  .action(action(async (context) => (await import('./commands/doctor.ts')).doctor(context)));

program
  .command('bench')
  .description(
    'speed of /predict beside a bare Fastify and FastAPI with all telemetry on; needs Linux, wrk and Python',
  )
  .option('--rounds <count>', 'how often each variant is measured', '5')
  .option('--seconds <count>', 'length of each of the two measurements', '6')
  .option('--variants <names>', 'which, of bare, ours, fastapi and fastapi-lean', 'bare,ours,fastapi')
  .option('--profile <folder>', 'also write a CPU profile of ours there; it slows ours down')
  .option('--check', 'exit code 1 when a goal is missed')
  .action(
    action<import('./commands/bench.ts').BenchOptions>(async (context, options) =>
      (await import('./commands/bench.ts')).bench(context, options),
    ),
  );

// `lab logs | head` closes our output: that is the end, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const code = fail(error, process.argv.includes('--json'));
  // Whoever pressed ctrl-C does not wait for an answer that is still under way.
  if (code === EXIT.interrupted) process.exit(code);
  process.exitCode = code;
}

function fail(error: unknown, json: boolean): number {
  // Commander has written its message itself; --help and --version end here too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const known = error instanceof LabError;
  if (json)
    createOutput(true).data({
      error: {
        code: known ? error.code : 'INTERNAL',
        message: messageOf(error),
        ...(known && error.hint !== undefined ? { hint: error.hint } : {}),
      },
    });
  else {
    process.stderr.write(`${messageOf(error)}\n`);
    if (!known) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
    else if (error.hint !== undefined) process.stderr.write(`→ ${error.hint}\n`);
  }
  return known ? error.exitCode : EXIT.failed;
}
