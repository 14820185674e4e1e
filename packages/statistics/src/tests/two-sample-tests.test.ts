import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExpectedNumber, expectNumber } from '../../test/expected-numbers.ts';
import { drawSample, type Recipe } from '../../test/sample-recipes.ts';
import { energyDistance, normedWassersteinDistance, wassersteinDistance } from '../distances/index.ts';
import { StatisticsError } from '../errors.ts';
import { SortedSample } from '../samples/sorted-sample.ts';
import {
  andersonDarling,
  cramerVonMises,
  kolmogorovSmirnov,
  mannWhitney,
  studentT,
  type TestResult,
} from './index.ts';

type ExpectedTest = [statistic: ExpectedNumber, pValue: ExpectedNumber] | null;

interface Case {
  name: string;
  reference: Recipe;
  current: Recipe;
  expected: Record<
    | 'ks'
    | 'ksAsymptotic'
    | 'mannWhitney'
    | 'mannWhitneyLess'
    | 'mannWhitneyGreater'
    | 'cramerVonMises'
    | 'andersonDarling'
    | 'student'
    | 'welch',
    ExpectedTest
  > &
    Record<'wasserstein' | 'energy' | 'deviation', ExpectedNumber> & { mannWhitneyExact?: ExpectedTest };
}

const cases = JSON.parse(
  readFileSync(new URL('../../test/expectations/two-sample-tests.json', import.meta.url), 'utf8'),
) as Case[];
const scenarios = Map.groupBy(cases, ({ name }) => name);

/** Differences of rounding that p values near 1 and means of equal values show. */
const FLOOR = 1e-12;

describe.each([...scenarios])('two samples, %s', (_, scenario) => {
  it.each(scenario)(
    'all tests and distances - when compared ($reference.size against $current.size values) - then scipy says the same',
    ({ reference, current, expected }) => {
      const left = SortedSample.adopt(drawSample(reference));
      const right = SortedSample.adopt(drawSample(current));
      expectTest(() => kolmogorovSmirnov(left, right), expected.ks, 1e-9);
      expectTest(() => kolmogorovSmirnov(left, right, { method: 'asymptotic' }), expected.ksAsymptotic, 1e-9);
      expectTest(() => mannWhitney(left, right), expected.mannWhitney, 1e-9);
      expectTest(() => mannWhitney(left, right, { alternative: 'less' }), expected.mannWhitneyLess, 1e-9);
      expectTest(
        () => mannWhitney(left, right, { alternative: 'greater', continuityCorrection: false }),
        oneWhereUndefined(expected.mannWhitneyGreater),
        1e-9,
      );
      if (expected.mannWhitneyExact !== undefined) {
        expectTest(() => mannWhitney(left, right, { method: 'exact' }), expected.mannWhitneyExact, 1e-9);
      }
      expectTest(() => cramerVonMises(left, right), expected.cramerVonMises, 1e-9);
      expectTest(() => andersonDarling(left, right), expected.andersonDarling, 1e-9);
      expectTest(() => studentT(left, right, { equalVariances: true }), expected.student, 1e-9);
      expectTest(() => studentT(left, right), expected.welch, 1e-9);
      expectNumber(wassersteinDistance(left, right), expected.wasserstein);
      expectNumber(energyDistance(left, right), expected.energy);
      expectNumber(
        normedWassersteinDistance(left, right),
        Number(expected.wasserstein) / Math.max(Number(expected.deviation), 0.001),
      );
    },
  );
});

/** Without continuity correction scipy's p value of equal constants is NaN; here it is 1, as with it. */
function oneWhereUndefined(expected: ExpectedTest): ExpectedTest {
  return expected?.[1] === 'NaN' ? [expected[0], 1] : expected;
}

/** Where scipy refuses (null) or answers NaN with a warning, a coded error will do as well as NaN. */
function expectTest(run: () => TestResult, expected: ExpectedTest, pTolerance: number): void {
  const result = resultOrCode(run);
  if (typeof result === 'string') {
    expect(['SAMPLE_TOO_SMALL', 'CONSTANT_SAMPLE']).toContain(result);
    expect([null, 'NaN']).toContain(expected?.[0] ?? null);
    return;
  }
  expect(expected).not.toBeNull();
  const [statistic, pValue] = expected ?? [];
  expectNumber(result.statistic, statistic ?? 'NaN', 1e-9, FLOOR);
  expectNumber(result.pValue, pValue ?? 'NaN', pTolerance, FLOOR);
}

function resultOrCode(run: () => TestResult): TestResult | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof StatisticsError) return error.code;
    throw error;
  }
}
