import { readFileSync } from 'node:fs';
import type { CheckContext } from '@lab/course/lab';
import { SortedSample } from '@lab/statistics/samples';
import { kolmogorovSmirnov } from '@lab/statistics/tests';
import { expect, test } from 'vitest';
import { drift } from './drift.ts';

interface Cases {
  readonly reference: readonly number[];
  readonly windows: readonly (readonly number[])[];
}

const SYSTEM = readFileSync(new URL('../starter/capstone.yaml', import.meta.url), 'utf8').replaceAll(
  /\$\{\w+\}/g,
  '1',
);

/** A learner whose program answers so. */
function learner(alarmsOf: (cases: Cases) => readonly boolean[]): CheckContext {
  let written = '';
  return {
    endpoints: {},
    notes: new Map(),
    files: {
      read: async () => SYSTEM,
      exists: async () => true,
      write: async (_path: string, text: string) => {
        written = text;
      },
    },
    runScript: async () => ({
      exitCode: 0,
      output: `(node:7) Warning: experimental\n${JSON.stringify({ alarms: alarmsOf(JSON.parse(written) as Cases) })}\n`,
    }),
  } as unknown as CheckContext;
}

const watched = ({ reference, windows }: Cases): boolean[] => {
  const before = SortedSample.from(reference);
  return windows.map((window) => kolmogorovSmirnov(before, window, { method: 'asymptotic' }).pValue < 0.0002);
};

test('a watch - when it looks at the values - then it passes, on other windows each time', async () => {
  const seen: Cases[] = [];
  for (let run = 0; run < 2; run++) {
    const lab = learner((cases) => {
      seen.push(cases);
      return watched(cases);
    });
    expect(await drift.check(lab)).toMatchObject({ passed: true });
  }
  expect(seen[0]).not.toEqual(seen[1]);
});

test.for([
  ['that the last forty have moved', (cases: Cases) => cases.windows.map((_, index) => index >= 200)],
  ['nothing', (cases: Cases) => cases.windows.map(() => false)],
  ['everything', (cases: Cases) => cases.windows.map(() => true)],
] as const)('a watch - when it says %s - then it fails', async ([, alarmsOf]) => {
  expect(await drift.check(learner(alarmsOf))).toMatchObject({ passed: false });
});
