import { writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { type DatasetReport, datasetReportHtml, datasetVerdict, notesOf } from '@lab/drift-report';
import { compareTables } from '../drift/compare-tables.ts';
import { type DriftFlags, driftSettings } from '../drift/drift-options.ts';
import { driftTable } from '../drift/drift-table.ts';
import { readTable } from '../drift/read/read-table.ts';
import { LabError, messageOf } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import type { Output } from '../output.ts';

/** Holds one data set against another. Exit code 0: no drift, 1: drift, 2: no verdict. */
export async function drift(
  { output }: Pick<CommandContext, 'output'>,
  flags: DriftFlags,
): Promise<ExitCode> {
  const settings = driftSettings(flags);
  const reference = await readTable(flags.reference, settings.read);
  const current = await readTable(flags.current, settings.read);
  const report = compareTables(reference, current, settings, new Date());
  if (flags.html !== undefined) await writeReport(flags.html, report);
  say(output, report, flags.html);
  output.data(report);
  return exitCodeOf(report);
}

async function writeReport(file: string, report: DatasetReport): Promise<void> {
  try {
    await writeFile(file, datasetReportHtml(report));
  } catch (error) {
    throw new LabError(
      'UNWRITABLE_FILE',
      `--html ${file}: ${messageOf(error)}`,
      'name a file in a folder that exists',
      EXIT.usage,
    );
  }
}

const MARKS = {
  ok: styleText('green', '✔'),
  warning: styleText('yellow', '▲'),
  drift: styleText('red', '✖'),
  insufficient_data: styleText('yellow', '○'),
} as const;

function say(output: Output, report: DatasetReport, html: string | undefined): void {
  output.line(driftTable(report));
  output.line();
  for (const column of report.columns) {
    for (const note of notesOf(column)) output.line(styleText('dim', `${column.name}: ${note}`));
  }
  for (const { name, reason } of report.not_compared) {
    output.line(styleText('dim', `${name}: not compared, ${reason}`));
  }
  output.line(`${MARKS[report.state]} ${datasetVerdict(report)}`);
  if (html !== undefined) output.line(`→ ${html}`);
}

/** Too little data is no verdict: a gate in a pipeline must not open for it. */
function exitCodeOf({ state }: DatasetReport): ExitCode {
  if (state === 'insufficient_data') return EXIT.usage;
  return state === 'drift' ? EXIT.failed : EXIT.ok;
}
