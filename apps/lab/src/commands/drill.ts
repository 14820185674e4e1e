import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { FAULTS, type Fault } from '@lab/catalogue/faults';
import { PRODUCTION } from '@lab/slo';
import { letAutopilotAct } from '../drill/autopilot.ts';
import { runControl } from '../drill/control.ts';
import { DrillMetrics } from '../drill/drill-metrics.ts';
import { drillPlan } from '../drill/drill-plan.ts';
import {
  type ControlResult,
  type DrillResult,
  hasPassed,
  type Journal,
  lastAttempts,
  type NotDrilled,
} from '../drill/journal.ts';
import { findLab, hasComponent, type LabUnderDrill } from '../drill/lab-under-drill.ts';
import { MachineWatch, onMachine } from '../drill/machine-watch.ts';
import { Neighbours } from '../drill/neighbours.ts';
import { emptyPanels, panelsAfterFault } from '../drill/panels.ts';
import { renderReport } from '../drill/report.ts';
import { type DrillRoute, takeRoute } from '../drill/route.ts';
import { runDrill, type Tell } from '../drill/run-drill.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';
import { drillLoops, faultsWithLoop } from './drill-loop.ts';
import { journalFolder, lastJournal, speaker, write, writeReport } from './drill-output.ts';

export interface DrillOptions {
  readonly all?: boolean;
  readonly list?: boolean;
  /** Lets the autopilot act, and waits until the fault is no longer felt. */
  readonly loop?: boolean;
  /** Minutes without a fault. */
  readonly control?: string;
  /** How often a drill that was not as the catalogue says is repeated, after all others; and the control likewise. */
  readonly retries?: string;
  /** Minutes after which no drill is begun any more. */
  readonly within?: string;
  /** Only what failed in the last journal, which the results are added to. */
  readonly again?: boolean;
  /** Where to write the report, besides the journal. */
  readonly report?: string;
}

/** Injects faults into the running lab and measures what tells of them. */
export async function drill(
  context: CommandContext,
  options: DrillOptions,
  names: string[],
): Promise<number> {
  const { settings, output } = context;
  if (options.list === true) {
    const listed = options.loop === true ? faultsWithLoop(FAULTS) : FAULTS;
    const rows = listed.map((fault) => [
      fault.name,
      fault.expects.map(({ alert }) => alert).join(', '),
      fault.title,
    ]);
    output.line(table(['fault', 'alerts', 'what happens'], rows));
    output.data(listed);
    return EXIT.ok;
  }
  const earlier = options.again === true ? lastJournal(settings) : undefined;
  const faults = earlier === undefined ? chosen(options, names) : failedIn(earlier);
  const controlMinutes = minutes('control', options.control);
  const within = minutes('within', options.within);
  const retries = times(options.retries);
  const lab = await findLab(settings);
  if (lab.timing === PRODUCTION) {
    throw new LabError(
      'PRODUCTION_TIMING',
      'this lab runs in production timing, in which a drill takes from minutes to days',
      './lab down, then LAB_TIMING=drill ./lab up',
      EXIT.usage,
    );
  }
  if (options.loop === true)
    return drillLoops(context, options.all === true ? faultsWithLoop(faults) : faults, lab, options.report);
  const run: Run = {
    lab,
    metrics: new DrillMetrics(lab.endpoints.prometheus),
    route: await takeRoute(lab),
    neighbours: new Neighbours(),
    endsAt: within === undefined ? Number.POSITIVE_INFINITY : performance.now() + within * 60_000,
  };
  const startedAt = earlier?.startedAt ?? new Date().toISOString();
  const isPossible = ({ needs }: Fault): boolean => needs === undefined || hasComponent(lab, needs);
  const drills = await drillRounds(faults.filter(isPossible), retries, earlier?.drills ?? [], run, context);
  const notDrilled = faults
    .filter(({ name }) => drills.every(({ fault }) => fault !== name))
    .map(
      (fault): NotDrilled => ({
        fault: fault.name,
        why: isPossible(fault) ? 'time is up' : 'this lab has no tempo',
      }),
    );
  await run.route.giveBack();
  await letAutopilotAct(lab, true);
  const controls =
    controlMinutes === undefined ? [] : await controlRounds(controlMinutes, retries, run, context);
  const journal: Journal = {
    startedAt,
    endedAt: new Date().toISOString(),
    timing: lab.timing.name,
    route: lab.status.route,
    drills,
    ...(notDrilled.length > 0 && { notDrilled }),
    control: controls.at(-1) ?? earlier?.control,
    ...(controls.length > 1 && { repeatedControls: controls.slice(0, -1) }),
  };
  const folder = journalFolder(settings, startedAt);
  write(join(folder, 'journal.json'), `${JSON.stringify(journal, undefined, 2)}\n`);
  write(join(folder, 'report.md'), renderReport(journal));
  if (options.report !== undefined) writeReport(resolve(options.report), renderReport(journal), journal);
  output.line();
  const last = lastAttempts(journal);
  const passed = last.filter(({ problems }) => problems.length === 0);
  const summary =
    last.length === 0 ? [] : [`${passed.length} of ${last.length} drills as the catalogue says`];
  for (const { fault, why } of notDrilled) output.line(`${fault} was not drilled: ${why}`);
  output.line([...summary, `journal in ${folder}`].join('; '));
  output.data(journal);
  return hasPassed(journal) ? EXIT.ok : EXIT.failed;
}

/** What the drills of one run share. */
interface Run {
  readonly lab: LabUnderDrill;
  readonly metrics: DrillMetrics;
  readonly route: DrillRoute;
  readonly neighbours: Neighbours;
  /** On the clock of `performance.now()`: no drill begins later. */
  readonly endsAt: number;
}

/** Drills all, and again those that went otherwise than the catalogue says. @returns every attempt, those before too */
async function drillRounds(
  faults: readonly Fault[],
  retries: number,
  earlier: readonly DrillResult[],
  run: Run,
  context: CommandContext,
): Promise<DrillResult[]> {
  const drills = [...earlier];
  const attemptsAt = (fault: Fault): readonly DrillResult[] =>
    drills.filter((drill) => drill.fault === fault.name);
  let due = faults;
  const isTimeUp = (): boolean => performance.now() > run.endsAt;
  for (let round = 0; round <= retries && due.length > 0 && !isTimeUp(); round += 1) {
    let begun = 0;
    const drillLane = async (lane: readonly Fault[]): Promise<void> => {
      for (const fault of lane) {
        if (isTimeUp()) return;
        begun += 1;
        const attempt = 1 + attemptsAt(fault).length;
        const place = `(${begun} of ${due.length}${attempt === 1 ? '' : `, attempt ${attempt}`})`;
        context.output.line(`${styleText('bold', fault.name)} ${styleText('dim', place)} ${fault.title}`);
        drills.push({ ...(await drillOnce(fault, run, context)), attempt });
      }
    };
    for (const stage of drillPlan(due)) await Promise.all(stage.map(drillLane));
    due = due.filter((fault) => attemptsAt(fault).at(-1)?.problems.length !== 0);
  }
  return drills;
}

/** Controls until one is quiet. @returns all of them */
async function controlRounds(
  minutesEach: number,
  retries: number,
  { lab, endsAt }: Run,
  context: CommandContext,
): Promise<ControlResult[]> {
  const { output } = context;
  const controls: ControlResult[] = [];
  for (let round = 0; round <= retries; round += 1) {
    output.line(`${styleText('bold', 'control')}: ${minutesEach} min without a fault`);
    const control = await runControl(lab, minutesEach * 60, speaker(context));
    controls.push(control);
    if (control.falseAlarms.length > 0 && control.machine !== undefined)
      output.line(`  ${styleText('dim', onMachine(control.machine))}`);
    for (const name of control.falseAlarms)
      output.line(`  ${styleText('red', '✖')} ${name} fired for no reason`);
    if (control.falseAlarms.length === 0) {
      output.line(`  ${styleText('green', '✔')} nothing fired`);
      break;
    }
    if (performance.now() > endsAt) break;
  }
  return controls;
}

/** A drill, and the panels that show how it went. Each line names the fault: another drill may speak in between. */
async function drillOnce(
  fault: Fault,
  { lab, metrics, route, neighbours }: Run,
  context: CommandContext,
): Promise<Omit<DrillResult, 'attempt'>> {
  const say = speaker(context);
  const tell: Tell = (text) => say(`${fault.name}: ${text}`);
  await metrics.active(fault.name, true);
  const watch = new MachineWatch();
  const result = await neighbours
    .during(fault, (beside) => runDrill(fault, lab, { shipRoute: route.ship, beside, tell }))
    .finally(() => metrics.active(fault.name, false));
  const machine = watch.stop();
  await metrics.done(result);
  const empty = await emptyPanels(panelsAfterFault(fault), lab, Date.parse(result.startedAt));
  const problems = [...result.problems, ...empty];
  for (const problem of problems) tell(`${styleText('red', '✖')} ${problem}`);
  if (problems.length === 0) tell(`${styleText('green', '✔')} as the catalogue says`);
  else tell(onMachine(machine));
  return { ...result, machine, problems };
}

function failedIn(journal: Journal): readonly Fault[] {
  const failed = lastAttempts(journal).filter(({ problems }) => problems.length > 0);
  return FAULTS.filter(({ name }) => failed.some(({ fault }) => fault === name));
}

function chosen({ all, control }: DrillOptions, names: readonly string[]): readonly Fault[] {
  if (all === true) return FAULTS;
  const unknown = names.filter((name) => FAULTS.every((fault) => fault.name !== name));
  if (unknown.length > 0)
    throw new LabError(
      'UNKNOWN_FAULT',
      `no fault ${unknown.join(', ')}`,
      './lab drill --list names them',
      EXIT.usage,
    );
  if (names.length === 0 && control === undefined)
    throw new LabError(
      'NO_FAULT',
      'no fault is named',
      './lab drill --list names them; --all takes all',
      EXIT.usage,
    );
  return FAULTS.filter(({ name }) => names.includes(name));
}

function minutes(option: 'control' | 'within', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new LabError(
    'BAD_MINUTES',
    `--${option} ${text} is no number of minutes`,
    `for example --${option} 15`,
    EXIT.usage,
  );
}

function times(text = '0'): number {
  if (/^\d$/.test(text)) return Number(text);
  throw new LabError('BAD_RETRIES', `--retries ${text} is no digit`, 'for example --retries 1', EXIT.usage);
}
