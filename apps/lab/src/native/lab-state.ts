import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ProcessKind, Readiness } from './process-definition.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/**
 * `missing`, `queued` and `building` are engines without a binary; `waiting` is a process that crashed and starts
 * again after a pause.
 */
export type ComponentState =
  | 'missing'
  | 'queued'
  | 'building'
  | 'starting'
  | 'ready'
  | 'not ready'
  | 'waiting'
  | 'stopping'
  | 'stopped';

/** What the supervisor knows of one process, or of an engine that has none yet. */
export interface ComponentSnapshot {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly version: string;
  readonly state: ComponentState;
  /** Why it is in this state, where there is something to say. */
  readonly detail?: string;
  /** How far a build is, 0 to 99, where that is known. */
  readonly percent?: number;
  readonly process?: ProcessIdentity;
  readonly startedAt?: string;
  /** Milliseconds from the last start to the first ready answer. */
  readonly readyAfterMs?: number;
  readonly restarts: number;
  readonly ports: readonly number[];
  readonly readiness?: Readiness;
  readonly logs: readonly string[];
}

/** The document that the supervisor keeps in `.lab/run/state.json` and every other command reads. */
export interface LabState {
  readonly route: 'native';
  readonly supervisor: ProcessIdentity;
  readonly startedAt: string;
  readonly portOffset: number;
  readonly components: readonly ComponentSnapshot[];
}

/** Replaces the file in one step: a reader sees the old document or the new one. */
export function writeLabState(path: string, state: LabState): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(state, null, 2));
  renameSync(temporary, path);
}

export function readLabState(path: string): LabState | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LabState;
  } catch {
    return undefined;
  }
}

/** The state of a lab whose supervisor lives; a file left behind by a dead one is no running lab. */
export function readRunningLab(path: string): LabState | undefined {
  const state = readLabState(path);
  return state !== undefined && isAlive(state.supervisor) ? state : undefined;
}
