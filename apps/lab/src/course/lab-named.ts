import { findLab, type Lab } from '@lab/course/lab';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

/** Loaded when they are asked for: no other command waits for them. */
export async function allLabs(): Promise<readonly Lab[]> {
  return (await import('@lab/labs')).LABS;
}

/** @throws LabError for a name that no lab has */
export async function labNamed(name: string): Promise<Lab> {
  const lab = findLab(await allLabs(), name);
  if (lab !== undefined) return lab;
  throw new LabError('NO_SUCH_LAB', `there is no lab ${name}`, './lab list names them', EXIT.usage);
}

/** A task by its id, or by its number in the text. @throws LabError for one that the lab has not */
export function taskNamed(lab: Lab, name: string): Lab['tasks'][number] {
  const task = lab.tasks.find(({ id }, index) => id === name || String(index + 1) === name);
  if (task !== undefined) return task;
  throw new LabError(
    'NO_SUCH_TASK',
    `lab ${lab.number || lab.slug} has no task ${name}`,
    `it has: ${lab.tasks.map(({ id }, index) => `${index + 1} ${id}`).join(', ')}`,
    EXIT.usage,
  );
}
