import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from './experiment.ts';
import type { Journal } from './journal.ts';
import { readExperiment } from './read-experiment.ts';
import { renderReport } from './report.ts';
import type { Outcome } from './run-experiment.ts';

export interface ExperimentFile {
  readonly path: string;
  readonly experiment: Experiment;
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** Where `slow-model.yaml` has its runs, a folder each: `slow-model.runs/2026-11-21T09-12-40.118Z`. */
export const runsFolder = (path: string): string => `${path.replace(/\.ya?ml$/, '')}.runs`;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @throws {ExperimentError} with every mistake, and what the file system says where there is no such file */
export async function loadExperiment(path: string): Promise<ExperimentFile> {
  const text = await readFile(path, 'utf8');
  return { path, experiment: readExperiment(text), sha256: sha256Of(text) };
}

export interface KeptRun {
  readonly journal: Journal;
  /** With `journal.json`, and `report.md` for what people write about it: no later run touches either. */
  readonly folder: string;
}

export async function keepRun(
  { path, experiment, sha256 }: ExperimentFile,
  outcome: Outcome,
): Promise<KeptRun> {
  const { title, hypothesis } = experiment;
  const journal: Journal = { title, hypothesis, experiment_sha256: sha256, ...outcome };
  const folder = join(runsFolder(path), journal.started_at.replaceAll(':', '-'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'journal.json'), `${JSON.stringify(journal, null, 2)}\n`);
  await writeFile(join(folder, 'report.md'), renderReport(journal));
  return { journal, folder };
}
