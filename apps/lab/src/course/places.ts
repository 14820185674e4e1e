import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { type Lab, labId } from '@lab/course/lab';
import type { Settings } from '../settings.ts';

export interface LabPlaces {
  readonly id: string;
  /** Text, starter and solution, in the repository. */
  readonly source: string;
  /** The learner's folder. */
  readonly folder: string;
}

export function placesOf(lab: Pick<Lab, 'number' | 'slug'>, settings: Settings): LabPlaces {
  const id = labId(lab);
  return { id, source: join(settings.root, 'labs', id), folder: join(settings.workspaceDir, id) };
}

/** Makes the workspace, and lets programs in it import the repository's packages wherever it lies. */
export function makeWorkspace({ workspaceDir, root }: Pick<Settings, 'workspaceDir' | 'root'>): void {
  // Whatever the learner's umask: with Docker the engines that read in it are other users.
  if (mkdirSync(workspaceDir, { recursive: true }) !== undefined) chmodSync(workspaceDir, 0o755);
  const below = relative(root, workspaceDir);
  const isInside = below !== '' && !below.startsWith('..') && !isAbsolute(below);
  if (!isInside) linkTo(join(root, 'node_modules'), join(workspaceDir, 'node_modules'));
}

/** A link that is left of another checkout, or of one that has moved, is replaced; a folder of the learner's stays. */
function linkTo(target: string, link: string): void {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true && readlinkSync(link) !== target) rmSync(link);
  else if (found !== undefined) return;
  symlinkSync(target, link);
}

/** Moves a learner's folder out of the way; nothing of theirs is deleted. @returns where it is now, undefined without one */
export function moveToAttic(
  { id, folder }: LabPlaces,
  settings: Pick<Settings, 'workspaceDir'>,
  at: Date,
): string | undefined {
  if (!existsSync(folder)) return undefined;
  const attic = join(settings.workspaceDir, '.attic');
  mkdirSync(attic, { recursive: true });
  const time = at.toISOString().replace(/[:.]/g, '-');
  const target = join(attic, `${id}-${time}`);
  renameSync(folder, target);
  return target;
}
