import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '@lab/course/lab';
import { ANSWERS_FILE, copyFiles, emptyAnswers, readAnswers, withAnswer } from '@lab/course/lab/runner';
import { endpointsOf } from '../lab-endpoints.ts';
import type { Settings } from '../settings.ts';
import { makeWorkspace, placesOf } from './places.ts';

/** What `${…}` in a lab's files stands for: every port. */
const values = ({ ports }: Settings): Readonly<Record<string, number>> => ports;

/** Makes the learner's folder from the starter. @returns false where there is one: it stays as it is */
export async function makeLearnerFolder(lab: Lab, settings: Settings): Promise<boolean> {
  const { source, folder } = placesOf(lab, settings);
  if (existsSync(folder)) return false;
  makeWorkspace(settings);
  await copyFiles(join(source, 'starter'), folder, values(settings));
  const answers = emptyAnswers(lab.tasks);
  if (answers !== undefined) writeFileSync(join(folder, ANSWERS_FILE), answers);
  return true;
}

/** Lays the solution over the learner's folder. @returns the files that it replaced or added */
export const copySolution = (lab: Lab, settings: Settings): Promise<string[]> => {
  const { source, folder } = placesOf(lab, settings);
  return copyFiles(join(source, 'solution'), folder, values(settings));
};

/** @throws Error where answers.yaml is no YAML */
export function answersIn(folder: string): ReadonlyMap<string, string> {
  const path = join(folder, ANSWERS_FILE);
  return existsSync(path) ? readAnswers(readFileSync(path, 'utf8')) : new Map();
}

export function writeAnswer(folder: string, taskId: string, answer: string): void {
  const path = join(folder, ANSWERS_FILE);
  writeFileSync(path, withAnswer(existsSync(path) ? readFileSync(path, 'utf8') : '', taskId, answer));
}

/** Where the text of a lab is: the file, and the page of the lab's own site. */
export function textOf(lab: Lab, settings: Settings): { readonly file: string; readonly page: string } {
  const { id, source } = placesOf(lab, settings);
  return { file: join(source, 'README.md'), page: `${endpointsOf(settings).site}/labs/${id}` };
}
