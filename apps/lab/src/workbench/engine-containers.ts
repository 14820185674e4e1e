import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from '../docker/compose.ts';
import { LabError } from '../errors.ts';
import { findOnPath } from '../native/find-on-path.ts';
import type { Settings } from '../settings.ts';
import { enginesOf, type WorkbenchPlan } from './plan.ts';

const PROFILE = ['--profile', 'workbench'] as const;
const START_LIMIT_MS = 10 * 60_000;
const SERVICES = ['workbench-prometheus', 'workbench-alertmanager', 'workbench-collector'] as const;

/** Starts the engines of a workbench as containers: the profile `workbench` of compose.yaml. */
export async function startEngineContainers(plan: WorkbenchPlan, settings: Settings): Promise<void> {
  const engines = enginesOf(plan);
  if (engines.length === 0) return;
  if (plan.engines.collector !== undefined) makeStateFolder(plan.folder);
  const names = engines.map(([engine]) => `workbench-${engine}`);
  const files = Object.fromEntries(
    engines.map(([engine, file]) => [`WORKBENCH_${engine.toUpperCase()}_CONFIG`, file]),
  );
  const started = await compose(settings, [...PROFILE, 'up', '--detach', '--no-deps', ...names], {
    timeoutMs: START_LIMIT_MS,
    env: { WORKBENCH_DIR: plan.folder, ...files },
  });
  if (started.ok) return;
  throw new LabError(
    'COMPOSE_FAILED',
    `docker compose up ${names.join(' ')}: ${started.stderr.trim().split('\n').at(-1) ?? ''}`,
    'docker compose --profile workbench logs shows more',
  );
}

const FOR_EVERYBODY = 0o777;

/**
 * Where a Collector in a container may write, below a folder that it may only read. It runs as a user whom this machine does
 * not know; and were the folder not there, Docker would make it for root.
 */
export function makeStateFolder(folder: string): void {
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  // Not by mkdir, whose mode the umask cuts.
  if ((statSync(state).mode & 0o777) !== FOR_EVERYBODY) chmodSync(state, FOR_EVERYBODY);
}

/** @returns whether there were any */
export async function removeEngineContainers(settings: Settings): Promise<boolean> {
  if (findOnPath('docker') === undefined) return false;
  const listed = await compose(settings, [...PROFILE, 'ps', '--all', '--quiet', ...SERVICES], {
    timeoutMs: 10_000,
  });
  if (!listed.ok || listed.stdout.trim() === '') return false;
  await compose(settings, [...PROFILE, 'rm', '--stop', '--force', '--volumes', ...SERVICES]);
  return true;
}
