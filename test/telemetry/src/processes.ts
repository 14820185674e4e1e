import { labJson } from './command-line.ts';
import type { LabUnderTest } from './lab-under-test.ts';

interface Component {
  readonly name: string;
  readonly pid?: number;
  readonly ready: boolean;
}

export async function components(lab: LabUnderTest): Promise<readonly Component[]> {
  return (await labJson<{ components: Component[] }>(lab.env, 'status')).components;
}

export async function pidOf(lab: LabUnderTest, name: string): Promise<number> {
  const pid = (await components(lab)).find((component) => component.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} has no process`);
  return pid;
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
