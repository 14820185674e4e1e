import { calibrateCategories, calibrateNumeric, type ScoredWindow } from '../../src/calibration/index.ts';
import { type Column, columnDrift } from '../../src/evidently/index.ts';
import type { Sfc32 } from '../../src/random/sfc32.ts';

/** How a feature moves: numeric ones by standard deviations, categorical ones by a share of the rows. */
export interface Effect {
  readonly name: string;
  readonly size: number;
}

export interface Feature {
  readonly name: string;
  readonly effects: readonly Effect[];
  draw(random: Sfc32, rows: number, effect: number): Float64Array;
  /** Calibrates with the reference, and scores windows against it. */
  calibrate(reference: Float64Array, seed: number): (window: Float64Array) => ScoredWindow;
  readonly evidentlyType: Column['type'];
  /** Without ties, so that the null distribution of its score depends on the sizes only. */
  readonly isContinuous: boolean;
}

/** For a null distribution; fewer than the default, because every run draws one for a reference of its own. */
export const DRAWS = 500;

const SHIFTS = [0.1, 0.25, 0.5].map((size) => ({ name: `mean + ${size} sd`, size }));
const SHARES = [0.03, 0.05, 0.1].map((size) => ({ name: `${100 * size} points`, size }));

/** Deviations of the values that the numeric features draw, so that a shift is in their own. */
const LOG_NORMAL_SIGMA = 1;
const LOG_NORMAL_DEVIATION = Math.sqrt(
  (Math.exp(LOG_NORMAL_SIGMA ** 2) - 1) * Math.exp(LOG_NORMAL_SIGMA ** 2),
);
const GEOMETRIC_SUCCESS = 0.25;
const GEOMETRIC_DEVIATION = Math.sqrt(1 - GEOMETRIC_SUCCESS) / GEOMETRIC_SUCCESS;

export const FEATURES: readonly Feature[] = [
  numeric('normal', true, (random, shift) => random.normal() + shift),
  numeric(
    'log-normal',
    true,
    (random, shift) => Math.exp(LOG_NORMAL_SIGMA * random.normal()) + shift * LOG_NORMAL_DEVIATION,
  ),
  // A count moves by whole steps, so a shift of its mean adds one to that share of the rows.
  numeric('count (geometric)', false, (random, shift) => {
    const failures = Math.floor(Math.log(1 - random.uniform()) / Math.log(1 - GEOMETRIC_SUCCESS));
    const steps = shift * GEOMETRIC_DEVIATION;
    return failures + Math.floor(steps) + (random.uniform() < steps % 1 ? 1 : 0);
  }),
  categorical('5 categories', [0.4, 0.3, 0.15, 0.1, 0.05]),
  categorical('2 categories', [0.9, 0.1]),
];

/** Whether Evidently calls it drift with its defaults. */
export function evidentlyAlarms(feature: Feature, reference: Float64Array, current: Float64Array): boolean {
  return columnDrift({ type: feature.evidentlyType, reference, current }).drifted;
}

function numeric(
  name: string,
  isContinuous: boolean,
  value: (random: Sfc32, shift: number) => number,
): Feature {
  return {
    name,
    effects: SHIFTS,
    evidentlyType: 'numerical',
    isContinuous,
    draw: (random, rows, shift) => Float64Array.from({ length: rows }, () => value(random, shift)),
    calibrate(reference, seed) {
      const calibration = calibrateNumeric(reference, { seed, draws: DRAWS });
      return (window) => calibration.score(window);
    },
  };
}

/** An effect moves that share of the rows from the most frequent category to the rarest. */
function categorical(name: string, shares: readonly number[]): Feature {
  return {
    name,
    effects: SHARES,
    evidentlyType: 'categorical',
    isContinuous: false,
    draw(random, rows, moved) {
      return Float64Array.from({ length: rows }, () => {
        let left = random.uniform();
        if (left < moved) return shares.length - 1;
        return shares.findIndex((share, category) => {
          left -= share;
          return left < 0 || category === shares.length - 1;
        });
      });
    },
    calibrate(reference, seed) {
      const calibration = calibrateCategories(reference, { seed, draws: DRAWS });
      return (window) => calibration.score(window);
    },
  };
}
