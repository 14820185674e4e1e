import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { FAULTS, type Fault } from '@lab/catalogue/faults';
import { PRODUCTION } from '@lab/slo';
import { letAutopilotAct } from '../drill/autopilot.ts';
import { runControl } from '../drill/control.ts';
import { DrillMetrics } from '../drill/drill-metrics.ts';
import { type DrillResult, hasPassed, type Journal } from '../drill/journal.ts';
import { findLab } from '../drill/lab-under-drill.ts';
import { emptyPanels, panelsOfDrill } from '../drill/panels.ts';
import { renderReport } from '../drill/report.ts';
import { runDrill } from '../drill/run-drill.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';
import { drillLoops, faultsWithLoop } from './drill-loop.ts';
import { journalFolder, speaker, write } from './drill-output.ts';

export interface DrillOptions {
  readonly all?: boolean;
  readonly list?: boolean;
  /** Lets the autopilot act, and waits until the fault is no longer felt. */
  readonly loop?: boolean;
  /** Minutes without a fault. */
  readonly control?: string;
  /** How often a drill that was not as the catalogue says is repeated, after all others. */
  readonly retries?: string;
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
  const faults = chosen(options, names);
  const controlMinutes = minutes(options.control);
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
  const metrics = new DrillMetrics(lab.endpoints.prometheus);
  const startedAt = new Date().toISOString();
  const drills: DrillResult[] = [];
  let due = faults;
  for (let attempt = 1; attempt <= 1 + retries && due.length > 0; attempt += 1) {
    const failed: Fault[] = [];
    for (const [index, fault] of due.entries()) {
      const of = attempt === 1 ? '' : `, attempt ${attempt}`;
      output.line(
        `${styleText('bold', fault.name)} ${styleText('dim', `(${index + 1} of ${due.length}${of})`)} ${fault.title}`,
      );
      await metrics.active(fault.name, true);
      const result = await runDrill(fault, lab, speaker(context)).finally(() =>
        metrics.active(fault.name, false),
      );
      await metrics.done(result);
      const problems = [
        ...result.problems,
        ...(await emptyPanels(panelsOfDrill(fault), lab, Date.parse(result.startedAt))),
      ];
      drills.push({ ...result, problems, attempt });
      for (const problem of problems) output.line(`  ${styleText('red', '✖')} ${problem}`);
      if (problems.length === 0) output.line(`  ${styleText('green', '✔')} as the catalogue says`);
      else failed.push(fault);
    }
    due = failed;
  }
  await letAutopilotAct(lab, true);
  let control: Journal['control'];
  if (controlMinutes !== undefined) {
    output.line(`${styleText('bold', 'control')}: ${controlMinutes} min without a fault`);
    control = await runControl(lab, controlMinutes * 60, speaker(context));
    for (const name of control.falseAlarms)
      output.line(`  ${styleText('red', '✖')} ${name} fired for no reason`);
  }
  const journal: Journal = {
    startedAt,
    endedAt: new Date().toISOString(),
    timing: lab.timing.name,
    route: lab.status.route,
    drills,
    control,
  };
  const folder = journalFolder(settings, startedAt);
  write(join(folder, 'journal.json'), `${JSON.stringify(journal, undefined, 2)}\n`);
  write(join(folder, 'report.md'), renderReport(journal));
  if (options.report !== undefined) write(resolve(options.report), renderReport(journal));
  output.line();
  output.line(
    `${faults.length - due.length} of ${faults.length} drills as the catalogue says; journal in ${folder}`,
  );
  output.data(journal);
  return hasPassed(journal) ? EXIT.ok : EXIT.failed;
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

function minutes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new LabError(
    'BAD_CONTROL',
    `--control ${text} is no number of minutes`,
    'for example --control 15',
    EXIT.usage,
  );
}

function times(text = '0'): number {
  if (/^\d$/.test(text)) return Number(text);
  throw new LabError('BAD_RETRIES', `--retries ${text} is no digit`, 'for example --retries 1', EXIT.usage);
}
