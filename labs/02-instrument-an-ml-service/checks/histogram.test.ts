import { expect, test } from 'vitest';
import { fitObjective } from './histogram.ts';

test.for([
  ['those of the third hint', [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.5, 2.5, 5], true],
  ['doubled from 0.3 s on, past 2.5 s', [0.1, 0.2, 0.3, 0.6, 1.2, 2.4, 4.8], true],
  ['beginning above 0.1 s', [0.15, 0.3, 0.6, 1.2, 2.4, 4.8], true],
  ['beginning too high', [0.3, 0.6, 1.2, 2.4, 4.8], false],
  ['ending too low', [0.1, 0.2, 0.3, 0.6, 1.2, 2.4], false],
  ['with a gap in the middle', [0.1, 0.2, 0.3, 0.8, 1.6, 3.2], false],
  ['with a gap across 2.5 s', [0.1, 0.2, 0.3, 0.6, 1.2, 2.4, 5], false],
  ['coarse beyond', [0.1, 0.2, 0.3, 0.6, 1.2, 2.4, 4.8, 60], true],
  ['without the objective', [0.1, 0.2, 0.35, 0.7, 1.4, 2.8], false],
  ['too many', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 2.5, 3, 4], false],
  ['none', [], false],
] as const)('bounds %s - when they are held against the objective - then they fit: %s', ([, bounds, fit]) => {
  expect(fitObjective(bounds)).toBe(fit);
});
