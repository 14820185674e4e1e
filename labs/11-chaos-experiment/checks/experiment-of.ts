import { type Experiment, type Journal, readExperiment, runsFolder, sha256Of } from '@lab/chaos';
import type { LabContext } from '@lab/course/lab';
import { parse, stringify } from 'yaml';

export const SLOW_MODEL = 'experiments/slow-model.yaml';
export const CLAIM = 'experiments/claim.yaml';

/** @throws Error that names every mistake, as `./lab chaos` would */
export async function experimentOf({ files }: Pick<LabContext, 'files'>, file: string): Promise<Experiment> {
  return readable(file, await files.read(file));
}

/** What there is of one that has no abort condition yet. @throws Error as above */
export async function unfinished({ files }: Pick<LabContext, 'files'>, file: string): Promise<Experiment> {
  const document = (parse(await files.read(file)) ?? {}) as { abort_when?: unknown[] | null };
  const isOpen = (document.abort_when ?? []).length === 0;
  const abort_when = isOpen ? [{ title: 'not written yet', query: 'vector(1)' }] : document.abort_when;
  return readable(file, stringify({ ...document, abort_when }));
}

function readable(file: string, yaml: string): Experiment {
  try {
    return readExperiment(yaml);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message.replaceAll('\n', '; ')}`, { cause: error });
  }
}

export interface Run {
  readonly journal: Journal;
  /** Whether it was made with the file as it is now. */
  readonly isOfThisFile: boolean;
}

/** Runs of an experiment since the lab was started, oldest first. */
export async function runsOf(
  { files, startedAt }: Pick<LabContext, 'files' | 'startedAt'>,
  file: string,
): Promise<Run[]> {
  const folder = `${runsFolder(file)}/`;
  const sha256 = sha256Of(await files.read(file));
  const paths = (await files.list()).filter(
    (path) => path.startsWith(folder) && path.endsWith('/journal.json'),
  );
  const journals = await Promise.all(
    paths.map(async (path) => JSON.parse(await files.read(path)) as Journal),
  );
  return journals
    .filter(({ started_at }) => Date.parse(started_at) >= startedAt)
    .toSorted((one, other) => Date.parse(one.started_at) - Date.parse(other.started_at))
    .map((journal) => ({ journal, isOfThisFile: journal.experiment_sha256 === sha256 }));
}

/** Seconds between injection and rollback; 0 where it did not come to that. */
export function injectedSeconds({ injected_at, rolled_back_at }: Journal): number {
  if (injected_at === null || rolled_back_at === null) return 0;
  return (Date.parse(rolled_back_at) - Date.parse(injected_at)) / 1000;
}
