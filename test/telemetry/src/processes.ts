import { expect } from 'vitest';
import { labJson } from './command-line.ts';
import type { LabUnderTest } from './lab-under-test.ts';

interface Component {
  readonly name: string;
  readonly pid?: number;
  readonly ready: boolean;
}

async function components(lab: LabUnderTest): Promise<readonly Component[]> {
  return (await labJson<{ components: Component[] }>(lab.env, 'status')).components;
}

async function pidOf(lab: LabUnderTest, name: string): Promise<number> {
  const pid = (await components(lab)).find((component) => component.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} has no process`);
  return pid;
}

/** As the kernel or a machine that fails ends it: without a word to it. */
export async function kill(lab: LabUnderTest, name: string): Promise<void> {
  process.kill(await pidOf(lab, name), 'SIGKILL');
}

/** @throws once a minute has passed */
export async function untilReady(lab: LabUnderTest, name: string): Promise<void> {
  await expect
    .poll(async () => (await components(lab)).find((component) => component.name === name)?.ready, {
      message: `${name} is ready again`,
      timeout: 60_000,
      interval: 500,
    })
    .toBe(true);
}

/** Runs `work` while a process of the lab stands still, as one does that is swapped out or stuck on its disk. */
export async function whilePaused<Result>(
  lab: LabUnderTest,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const pid = await pidOf(lab, name);
  process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
