import { FEATURE_COUNT, FEATURE_NAMES } from '@lab/model/features';
import type { ReferenceProfile } from '@lab/model/profile';
import { drawDataset, type LabelledRows } from '@lab/model/training';
import { createWorld, type World } from '@lab/model/world';
import { calibrateNumeric, judgeRun } from '@lab/statistics/calibration';
import { describe, expect, test } from 'vitest';
import { learn } from './learn.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const CUSTOMERS = 6000;
/** As much as a rollout lets pass before the new version is judged by its own reference. */
const ROWS_OF_A_ROLLOUT = 2400;
const WINDOW_ROWS = 900;
const DRAWS = 1000;
/** The category and the flag are looked at by other means. */
const NUMERIC_FEATURES = 9;
/** Six false alarms a day, looked for every two seconds, of which features and outputs have half: the monitor in a drill. */
const ALPHA = 6 / 43_200 / 2;
/** What the scenario `drift` of the traffic service does at intensity 1. */
const MOVED = { amountScale: 3, hourShift: 8, merchantMix: { gaming: 6, gift_cards: 6 } };

const draw = (world: World, rows: number): LabelledRows =>
  drawDataset(world, rows, new Date(Date.UTC(2026, 5, 1)), 0);

/** What a version that was learned from these rows holds its requests against. */
function referenceOf(fresh: LabelledRows): ReferenceProfile {
  const { files } = learn({ version: 3, purpose: 'A test.', fresh, historyRows: 2000 });
  return JSON.parse(Buffer.from(files.get('reference-profile.json') ?? '').toString('utf8'));
}

/** Features of a window that drift is called for. */
function drifted({ sample }: ReferenceProfile, window: LabelledRows): string[] {
  const scored = FEATURE_NAMES.flatMap((name, column) => {
    const reference = (sample[name] ?? []).filter((value) => typeof value === 'number');
    if (new Set(reference).size < 2) return [];
    const own = Array.from(
      { length: window.rows },
      (_, row) => window.features[row * FEATURE_COUNT + column] ?? 0,
    );
    const calibrated = calibrateNumeric(reference, { score: 'kolmogorov_smirnov', draws: DRAWS });
    return [[name, calibrated.score(own)] as const];
  });
  if (scored.length < NUMERIC_FEATURES) throw new Error('features are missing in the reference');
  return [...judgeRun(new Map(scored), { alpha: ALPHA })]
    .filter(([, { state }]) => state === 'drift')
    .map(([name]) => name);
}

describe('the reference of a version that was learned from fresh rows', () => {
  test('when the world stays as it has become - then no feature drifts in any of 10 worlds, and all see the old world as drift', () => {
    for (const seed of SEEDS) {
      const world = createWorld({ seed: 100 + seed, customers: CUSTOMERS });
      const before = draw(world, WINDOW_ROWS);
      world.setDrift(MOVED);
      const reference = referenceOf(draw(world, 1500));
      draw(world, ROWS_OF_A_ROLLOUT);
      expect(drifted(reference, draw(world, WINDOW_ROWS)), `seed ${seed}`).toEqual([]);
      expect(drifted(reference, before), `seed ${seed}`).toContain('amount');
    }
  }, 300_000);
});
