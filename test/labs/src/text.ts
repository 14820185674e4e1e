/** What the text of a lab says of the learner's own workbench, held against one in which the lab is solved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isQuery, isRun, problemLine, readDocument } from '@lab/documents-test';
import { type LiveLab, queryProblems, shellFences, shellProblems } from '@lab/documents-test/live';
import { ROOT } from '@lab/test-telemetry/command-line';

export function textOf(id: string): Document {
  const path = `labs/${id}/README.md`;
  return readDocument(path, readFileSync(join(ROOT, path), 'utf8'));
}

/** A page that a test has written, as if it were the text of a lab. */
export const textWith = (fences: string): Document => readDocument('labs/00-page/README.md', fences);

/** How many fences about the workbench can be held against a lab: Jaeger, which keeps the traces of some, knows no TraceQL. */
export const askedOfWorkbench = ({ fences }: Document, { binaries }: Pick<LiveLab, 'binaries'>): number =>
  fences.filter(
    (fence) =>
      (isQuery(fence, 'workbench') && (fence.language !== 'traceql' || binaries.tempo !== undefined)) ||
      isRun(fence, 'workbench'),
  ).length;

/** Fences about the workbench that do not show what they promise, a line for each. */
export async function textProblems(text: Document, lab: LiveLab): Promise<string[]> {
  const found = [...(await queryProblems(text, lab, 'workbench'))];
  for (const { path, fence } of shellFences(text, 'workbench'))
    found.push(...(await shellProblems(path, fence, lab)));
  return found.map(problemLine);
}
