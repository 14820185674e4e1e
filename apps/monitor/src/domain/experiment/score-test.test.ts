import { readReferenceProfile } from '@lab/model/profile';
import { Xoshiro128 } from '@lab/model/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { MODELS } from '../../../test/monitor-app.ts';
import { addScores, distanceOf, lookAtScores, newScoreTest } from './score-test.ts';

describe('lookAtScores', { timeout: 60_000 }, () => {
  let profile: Awaited<ReturnType<typeof readReferenceProfile>>;
  let sample: readonly number[];
  beforeAll(async () => {
    profile = await readReferenceProfile(`${MODELS}/fraud-detection/2/reference-profile.json`);
    sample = profile.sample.probability as number[];
  });

  /** 200 looks at 50 more scores each. */
  function watch(seed: number, scoreOf: (drawn: number) => number): string[] {
    const random = Xoshiro128.seeded(seed);
    const verdicts: string[] = [];
    let running = newScoreTest(0);
    for (let look = 1; look <= 200; look += 1) {
      const live = Array.from({ length: 50 }, () => scoreOf(sample[random.integerBelow(sample.length)] ?? 0));
      const { test: next, told } = lookAtScores(
        running,
        profile,
        live,
        { through: look, standsMs: 10 },
        { difference: 0.2, champion: 9 },
      );
      verdicts.push(told.verdict);
      running = addScores(next, profile, live);
    }
    return verdicts;
  }

  test('when a challenger answers as on its reference - then it is never called worse, and in the end no different', () => {
    const runs = Array.from({ length: 40 }, (_, seed) => watch(seed, (score) => score));
    expect(runs.flat()).not.toContain('worse');
    expect(runs.every((verdicts) => verdicts.at(-1) === 'no_difference')).toBe(true);
  });

  test('when a challenger scores differently from its reference - then it is found worse within 500 scores', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const verdicts = watch(seed, (score) => Math.sqrt(score));
      expect(verdicts.slice(0, 10)).toContain('worse');
    }
  });

  test('when there is no profile - then nothing is said', () => {
    const { told } = lookAtScores(
      newScoreTest(0),
      undefined,
      Array(1000).fill(0.5),
      { through: 1, standsMs: 10 },
      { difference: undefined, champion: 0 },
    );
    expect(told).toEqual({ verdict: 'not_enough_data', difference: undefined, champion: 0, challenger: 0 });
  });
});

test('distanceOf - when an arm has no scores - then there is no distance, else the largest one', () => {
  expect(distanceOf([], [0.1])).toBeUndefined();
  expect(distanceOf([0.1, 0.2], [0.8, 0.9])).toBe(1);
  expect(distanceOf([0.1, 0.2], [0.2, 0.1])).toBe(0);
});
