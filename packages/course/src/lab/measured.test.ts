import { describe, expect, test } from 'vitest';
import { implausible, type LabMeasured, parseMeasured } from './measured.ts';

const SEEN: LabMeasured = {
  measured_on: '2026-01-05',
  machine: '2 cores, 16 GB',
  start_seconds: 6,
  check_seconds: 20,
  tests_seconds: 300,
  lab_bytes: 1.5e9,
  workbench_bytes: 2e8,
};
const LAB = { minutes: 75, hasWorkbench: true };

describe('what was measured', () => {
  test('when it was written - then it is read again, and anything else is refused', () => {
    expect(parseMeasured(JSON.stringify({ '01-x': SEEN }))).toEqual({ '01-x': SEEN });
    expect(parseMeasured('{}')).toEqual({});
    const { lab_bytes: _, ...without } = SEEN;
    for (const wrong of [without, { ...SEEN, start_seconds: 0 }, { ...SEEN, more: 1 }])
      expect(() => parseMeasured(JSON.stringify({ '01-x': wrong }))).toThrow('measured: /01-x');
  });

  test.each([
    ['can be', {}, LAB, []],
    ['has parts that took longer than all', { tests_seconds: 25 }, LAB, ['its proof took less']],
    [
      'takes longer than its learner',
      { check_seconds: 3000 },
      { ...LAB, minutes: 45 },
      ['less', 'alone takes'],
    ],
    ['was taken of a lab that was down', { lab_bytes: 0 }, LAB, ['less memory']],
    ['outgrows the machine', { lab_bytes: 7e9 }, LAB, ['more memory']],
    ['was taken before the workbench was up', { workbench_bytes: 0 }, LAB, ['did not run']],
    ['is of a workbench that is none', {}, { ...LAB, hasWorkbench: false }, ['no workbench']],
  ] as const)('when it %s - then that is said', (_what, change, lab, said) => {
    const found = implausible({ ...SEEN, ...change }, lab);
    expect(found).toEqual(said.map((part) => expect.stringContaining(part)));
  });
});
