import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { alphaPerRun } from './false-alarm-budget.ts';
import { calibrateCategories, calibrateNumeric } from './feature-calibration.ts';
import { judgeRun } from './judge-run.ts';

const RUNS = 120;
const REFERENCE = 300;
const ALPHA = alphaPerRun({ falseAlarmsPerDay: 2.4, runsPerDay: 24 });

/** Runs out of 120 in which at least one of three features is called drifted, each with a reference of its own. */
function alarms(windowSize: number, shift: number, share: number): number {
  let count = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const random = new Sfc32(1000 * windowSize + run);
    const heavyTailed = (rows: number, by = 0) =>
      Float64Array.from({ length: rows }, () => Math.exp(random.normal() + by));
    const counted = (rows: number, by = 0) =>
      Float64Array.from({ length: rows }, () => Math.round(2 * random.normal() + 2 * by));
    const categories = (rows: number, by = 0) =>
      Array.from({ length: rows }, () => {
        const draw = random.uniform() - by;
        return draw < 0.5 ? 'card' : draw < 0.8 ? 'cash' : draw < 0.99 ? 'transfer' : 'cheque';
      });
    const options = { draws: 200, seed: run };
    const verdicts = judgeRun(
      new Map([
        ['amount', calibrateNumeric(heavyTailed(REFERENCE), options).score(heavyTailed(windowSize, shift))],
        ['items', calibrateNumeric(counted(REFERENCE), options).score(counted(windowSize, shift))],
        ['method', calibrateCategories(categories(REFERENCE), options).score(categories(windowSize, share))],
      ]),
      { alpha: ALPHA },
    );
    if (verdicts.values().some(({ state }) => state === 'drift')) count += 1;
  }
  return count;
}

describe('false alarms', { timeout: 120_000 }, () => {
  it.each([25, 110, 400])(
    'run over three features - when nothing drifts and windows have %i rows - then the share of alarms is the one asked for',
    (windowSize) => {
      const deviation = Math.sqrt(RUNS * ALPHA * (1 - ALPHA));
      expect(Math.abs(alarms(windowSize, 0, 0) - RUNS * ALPHA)).toBeLessThan(3.3 * deviation);
    },
  );

  it.each([
    [25, 1, 0.3, 0.9],
    [110, 0.5, 0.15, 0.9],
    [400, 0.3, 0.12, 0.9],
  ])(
    'run over three features - when windows of %i rows move by %f deviations and a share of %f - then %f of them alarm',
    (windowSize, shift, share, floor) => {
      expect(alarms(windowSize, shift, share) / RUNS).toBeGreaterThan(floor);
    },
  );
});
