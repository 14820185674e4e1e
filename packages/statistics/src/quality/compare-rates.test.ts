import { describe, expect, it } from 'vitest';
import expected from '../../test/expectations/quality/quality.json' with { type: 'json' };
import { Sfc32 } from '../random/sfc32.ts';
import { compareRates } from './index.ts';

const rate = ([trials = 0, successes = 0]: readonly number[]) => ({ trials, successes });
const errors = { higherIs: 'worse' } as const;

/** The verdict of a canary with 10 % of the traffic that is looked at after every 200 requests, and when it came. */
function watch(seed: number, control: number, candidate: number, smallestDifference = 0) {
  const random = new Sfc32(seed);
  const counts = { control: { trials: 0, successes: 0 }, candidate: { trials: 0, successes: 0 } };
  for (let look = 1; look <= 50; look += 1) {
    for (let request = 0; request < 200; request += 1) {
      const isCandidate = random.uniform() < 0.1;
      const counted = isCandidate ? counts.candidate : counts.control;
      counted.trials += 1;
      counted.successes += random.uniform() < (isCandidate ? candidate : control) ? 1 : 0;
    }
    const { verdict } = compareRates(counts.control, counts.candidate, {
      ...errors,
      smallestDifference,
      expected: { rate: 0.05, trials: 100 },
    });
    if (verdict !== 'not_enough_data') return { verdict, requests: 200 * look };
  }
  return { verdict: 'not_enough_data', requests: 10_000 };
}

describe('compareRates', { timeout: 60_000 }, () => {
  it.each(expected.rates)(
    'compareRates - when $control is compared with $candidate - then interval and p value are those found with scipy',
    (wanted) => {
      const [ofSuccess = 0, ofFailure = 0] = wanted.prior;
      const trials = ofSuccess + ofFailure;
      const { interval, pValue } = compareRates(rate(wanted.control), rate(wanted.candidate), {
        ...errors,
        alpha: wanted.alpha,
        expected: { rate: ofSuccess / trials, trials },
      });
      expect(interval.lower).toBeCloseTo(wanted.lower, 8);
      expect(interval.upper).toBeCloseTo(wanted.upper, 8);
      expect(pValue / wanted.p_value).toBeCloseTo(1, 6);
    },
  );

  it('compareRates - when there is no traffic yet - then there is not enough data, and every difference is possible', () => {
    const nothing = { trials: 0, successes: 0 };
    expect(compareRates(nothing, nothing, errors)).toEqual({
      verdict: 'not_enough_data',
      difference: Number.NaN,
      interval: { lower: -1, upper: 1 },
      pValue: 1,
    });
  });

  it('compareRates - when the candidate has no traffic - then there is not enough data, however much the control has', () => {
    const verdict = compareRates({ trials: 1e6, successes: 1e4 }, { trials: 0, successes: 0 }, errors);
    expect(verdict).toMatchObject({ verdict: 'not_enough_data', pValue: 1 });
  });

  it.each([
    [{ trials: 1000, successes: 300 }, 'worse', 'worse'],
    [{ trials: 1000, successes: 300 }, 'better', 'better'],
    [{ trials: 1000, successes: 20 }, 'worse', 'better'],
    [{ trials: 1000, successes: 101 }, 'worse', 'not_enough_data'],
  ] as const)(
    'compareRates - when 10 % is compared with %o and higher is %s - then it is %s',
    (candidate, higherIs, verdict) => {
      expect(compareRates({ trials: 1000, successes: 100 }, candidate, { higherIs }).verdict).toBe(verdict);
    },
  );

  it('compareRates - when the difference is surely smaller than what matters - then there is none', () => {
    const [control, candidate] = [rate([50_000, 500]), rate([50_000, 510])];
    expect(compareRates(control, candidate, { ...errors, smallestDifference: 0.005 }).verdict).toBe(
      'no_difference',
    );
    expect(compareRates(control, candidate, errors).verdict).toBe('not_enough_data');
  });

  it('compareRates - when equal rates are looked at 50 times - then at most 5 % of the canaries get a verdict', () => {
    const verdicts = Array.from({ length: 100 }, (_, seed) => watch(seed, 0.05, 0.05).verdict);
    expect(verdicts.filter((verdict) => verdict !== 'not_enough_data').length).toBeLessThanOrEqual(5);
  });

  it('compareRates - when the candidate fails three times as often - then it is found worse, before 10 000 requests', () => {
    const found = Array.from({ length: 20 }, (_, seed) => watch(seed, 0.05, 0.15));
    expect(found.every(({ verdict }) => verdict === 'worse')).toBe(true);
    expect(found.reduce((sum, { requests }) => sum + requests / found.length, 0)).toBeLessThan(4000);
  });

  it.each([
    () => compareRates({ trials: 1, successes: 2 }, { trials: 1, successes: 0 }, errors),
    () => compareRates({ trials: 1.5, successes: 1 }, { trials: 1, successes: 0 }, errors),
  ])('compareRates - when counts are not counts - then it throws', (call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_COUNT' }));
  });
});
