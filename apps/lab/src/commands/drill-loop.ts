import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import type { ClosedLoop, Fault } from '@lab/catalogue/faults';
import { DrillMetrics } from '../drill/drill-metrics.ts';
import type { LabUnderDrill } from '../drill/lab-under-drill.ts';
import { type LoopJournal, renderLoops } from '../drill/loop/report.ts';
import { type LoopResult, runLoop } from '../drill/loop/run-loop.ts';
import { takeRoute } from '../drill/route.ts';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';
import { journalFolder, speaker, writeReport } from './drill-output.ts';

type FaultWithLoop = Fault & { readonly loop: ClosedLoop };

const hasLoop = (fault: Fault): fault is FaultWithLoop => fault.loop !== undefined;

/** Leaves each fault to the autopilot, and measures how long it takes until customers do not notice it any more. */
export async function drillLoops(
  context: CommandContext,
  faults: readonly Fault[],
  lab: LabUnderDrill,
  report: string | undefined,
): Promise<number> {
  const { output, settings } = context;
  const left = faults.map(requireLoop);
  const metrics = new DrillMetrics(lab.endpoints.prometheus);
  const route = await takeRoute(lab);
  const startedAt = new Date().toISOString();
  const loops: LoopResult[] = [];
  for (const fault of left) {
    output.line(`${styleText('bold', fault.name)} ${fault.title}`);
    await metrics.active(fault.name, true);
    const result = await runLoop(fault, lab, route.ship, speaker(context)).finally(() =>
      metrics.active(fault.name, false),
    );
    loops.push(result);
    for (const problem of result.problems) output.line(`  ${styleText('red', '✖')} ${problem}`);
    if (result.problems.length === 0) output.line(`  ${styleText('green', '✔')} the loop is closed`);
  }
  await route.giveBack();
  const journal: LoopJournal = { startedAt, timing: lab.timing.name, route: lab.status.route, loops };
  const folder = journalFolder(settings, startedAt);
  const page = renderLoops(journal);
  writeReport(join(folder, 'loops.md'), page, journal);
  if (report !== undefined) writeReport(resolve(report), page, journal);
  output.line();
  output.line(table(['fault', 'detected', 'remedied', 'restored'], loops.map(times)));
  output.line(`seconds after the injection; journal in ${folder}`);
  output.data(journal);
  return loops.every(({ problems }) => problems.length === 0) ? EXIT.ok : EXIT.failed;
}

/** Those with a remedy, of all; the named ones must have one. */
export const faultsWithLoop = (faults: readonly Fault[]): readonly FaultWithLoop[] => faults.filter(hasLoop);

function requireLoop(fault: Fault): FaultWithLoop {
  if (hasLoop(fault)) return fault;
  throw new LabError(
    'NO_LOOP',
    `the autopilot has no remedy for ${fault.name}`,
    './lab drill --list --loop names the faults that it has one for',
    EXIT.usage,
  );
}

const times = ({ fault, detectedAfter, remediedAfter, restoredAfter }: LoopResult): string[] => [
  fault,
  ...[detectedAfter, remediedAfter, restoredAfter].map((value) =>
    value === undefined ? 'never' : `${value.toFixed(1)} s`,
  ),
];
