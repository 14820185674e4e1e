/** One lab of real engines for all tests of this workspace. */
import type { TestProject } from 'vitest/node';
import { type LabUnderTest, startLab } from './start-lab.ts';

export type { LabUnderTest } from './start-lab.ts';

declare module 'vitest' {
  interface ProvidedContext {
    lab: LabUnderTest;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { lab, stop } = await startLab();
  project.provide('lab', lab);
  return stop;
}
