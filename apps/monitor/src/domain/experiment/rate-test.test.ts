import { Xoshiro128 } from '@lab/model/random';
import { describe, expect, test } from 'vitest';
import { type Arms, addArms, lookAtRates, newRateTest } from './rate-test.ts';

const ERRORS = { smallestDifference: 0.01, higherIs: 'worse' } as const;
const LOOKS = 200;
const PER_LOOK = { champion: 90, challenger: 10 } as const;

/** What both have done between two looks. */
function draw(random: Xoshiro128, champion: number, challenger: number): Arms {
  const failures = (trials: number, rate: number): number =>
    Array.from({ length: trials }, () => random.chance(rate)).filter(Boolean).length;
  return {
    champion: { trials: PER_LOOK.champion, successes: failures(PER_LOOK.champion, champion) },
    challenger: { trials: PER_LOOK.challenger, successes: failures(PER_LOOK.challenger, challenger) },
  };
}

/** The look at which the canary was first called worse. */
function watch(seed: number, rates: (look: number) => readonly [champion: number, challenger: number]) {
  const random = Xoshiro128.seeded(seed);
  let running = newRateTest(0);
  for (let look = 1; look <= LOOKS; look += 1) {
    const live = draw(random, ...rates(look));
    const { test: next, told } = lookAtRates(running, live, ERRORS, { through: look, standsMs: 10 });
    if (told.verdict === 'worse') return look;
    running = addArms(next, live);
  }
  return undefined;
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, seed) => seed);

describe('lookAtRates', { timeout: 60_000 }, () => {
  test('when equal rates are looked at 200 times - then no more than one canary in twenty is ever called worse', () => {
    const wronged = seeds(80).filter((seed) => watch(seed, () => [0.05, 0.05]) !== undefined);
    expect(wronged.length).toBeLessThanOrEqual(4);
  });

  test('when the canary fails three times as often - then each is found worse, on average within 60 looks', () => {
    const found = seeds(15).map((seed) => watch(seed, () => [0.05, 0.15]));
    expect(found.every((look) => look !== undefined)).toBe(true);
    expect(found.reduce<number>((sum, look) => sum + (look ?? 0), 0) / found.length).toBeLessThan(60);
  });

  test('when a canary breaks after a long good time - then it is still found', () => {
    const found = seeds(10).map((seed) => watch(seed, (look) => (look <= 120 ? [0.01, 0.01] : [0.01, 0.8])));
    for (const look of found) {
      expect(look).toBeGreaterThan(120);
      expect(look).toBeLessThanOrEqual(130);
    }
  });

  test('when it was found worse and is mended - then the finding stands for its time, and a new test begins', () => {
    const broken: Arms = {
      champion: { trials: 500, successes: 5 },
      challenger: { trials: 100, successes: 40 },
    };
    const found = lookAtRates(newRateTest(0), broken, ERRORS, { through: 100, standsMs: 50 });
    expect(found.told).toEqual({ verdict: 'worse', difference: 0.39, champion: 500, challenger: 100 });
    expect(found.test).toMatchObject({ since: 100, champion: { trials: 0 }, challenger: { trials: 0 } });
    const mended: Arms = { champion: { trials: 90, successes: 1 }, challenger: { trials: 10, successes: 0 } };
    const later = lookAtRates(found.test, mended, ERRORS, { through: 149, standsMs: 50 });
    expect(later.told).toEqual(found.told);
    const over = lookAtRates(later.test, mended, ERRORS, { through: 150, standsMs: 50 });
    expect(over.told).toMatchObject({ verdict: 'not_enough_data', champion: 90, challenger: 10 });
    expect(over.test.finding).toBeUndefined();
  });

  test('when it stays worse - then the new test finds it too, before the finding is over', () => {
    const broken: Arms = {
      champion: { trials: 500, successes: 5 },
      challenger: { trials: 100, successes: 40 },
    };
    const found = lookAtRates(newRateTest(0), broken, ERRORS, { through: 100, standsMs: 50 });
    const again = lookAtRates(found.test, broken, ERRORS, { through: 140, standsMs: 50 });
    expect(again.test).toMatchObject({ since: 140, finding: { at: 140 } });
  });
});
