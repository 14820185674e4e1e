import { labJson } from './command-line.ts';
import type { LabUnderTest } from './lab-under-test.ts';

interface Verification {
  readonly passed: boolean;
  readonly steps: readonly {
    readonly name: string;
    readonly outcome: 'passed' | 'failed' | 'skipped';
    readonly seen: string;
  }[];
}

export const verify = (lab: LabUnderTest, patienceSeconds: number): Promise<Verification> =>
  labJson<Verification>(lab.env, 'verify', '--patience', String(patienceSeconds));

export const failedSteps = ({ steps }: Verification): string[] =>
  steps.filter(({ outcome }) => outcome === 'failed').map(({ name, seen }) => `${name}: ${seen}`);
