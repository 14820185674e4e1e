/** What a lab takes of time and memory: printed, and with COURSE_RECORD=1 written to labs/measured.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { type LabMeasured, parseMeasured } from '@lab/course/lab/runner';
import { ROOT } from '@lab/test-telemetry/command-line';

const FILE = join(ROOT, 'labs/measured.json');
const MEGABYTE = 1e6;
const GIGABYTE = 1e9;

export interface Timed<Answer> {
  readonly answer: Answer;
  readonly seconds: number;
}

export async function timed<Answer>(run: () => Promise<Answer>): Promise<Timed<Answer>> {
  const began = performance.now();
  const answer = await run();
  return { answer, seconds: secondsSince(began) };
}

/** To a tenth. @param began of `performance.now()` */
export const secondsSince = (began: number): number => Math.round((performance.now() - began) / 100) / 10;

/** @param proven whether every test has passed: what is recorded is of a lab that works */
export function report(
  id: string,
  seen: Omit<LabMeasured, 'measured_on' | 'machine'>,
  proven: boolean,
): void {
  const { start_seconds, check_seconds, tests_seconds, lab_bytes, workbench_bytes } = seen;
  process.stdout.write(
    `${id}: prepared in ${start_seconds} s, a look at every task ${check_seconds} s, ${tests_seconds} s of tests; ${Math.round(lab_bytes / MEGABYTE)} MB the lab, ${Math.round(workbench_bytes / MEGABYTE)} MB the workbench\n`,
  );
  if (!proven || process.env.COURSE_RECORD !== '1') return;
  const measured_on = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / GIGABYTE)} GB`;
  const all = { ...parseMeasured(readFileSync(FILE, 'utf8')), [id]: { measured_on, machine, ...seen } };
  const inOrder = Object.fromEntries(Object.entries(all).sort(([a], [b]) => a.localeCompare(b)));
  writeFileSync(FILE, `${JSON.stringify(inOrder, null, 2)}\n`);
}
