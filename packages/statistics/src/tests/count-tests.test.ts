import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExpectedNumber, expectNumber } from '../../test/expected-numbers.ts';
import { drawSample, type Recipe } from '../../test/sample-recipes.ts';
import {
  hellingerDistance,
  jensenShannonDistance,
  kullbackLeiblerDivergence,
  populationStabilityIndex,
  totalVariationDistance,
} from '../distances/index.ts';
import { type Correction, correctPValues } from '../multiple-testing/index.ts';
import { countIntoBins, sturgesEdges } from '../samples/histogram.ts';
import {
  chiSquareGoodnessOfFit,
  chiSquareHomogeneity,
  fisherExact,
  gTestGoodnessOfFit,
  gTestHomogeneity,
  type TestResult,
  zTestTwoProportions,
} from './index.ts';

type Pair = [statistic: ExpectedNumber, pValue: ExpectedNumber];

interface Expectations {
  histograms: (Record<'reference' | 'current', number[]> &
    Record<'chiSquare' | 'chiSquareUncorrected' | 'g' | 'gUncorrected' | 'fit' | 'gFit', Pair> &
    Record<
      | 'jensenShannon'
      | 'jensenShannonBits'
      | 'kullbackLeibler'
      | 'stabilityIndex'
      | 'totalVariation'
      | 'hellinger',
      ExpectedNumber
    >)[];
  fisher: { table: [[number, number], [number, number]]; fisher: Pair }[];
  proportions: { reference: [number, number]; current: [number, number]; z: Pair }[];
  corrections: ({ pValues: number[] } & Record<Correction, number[]>)[];
  sturges: { recipe: Recipe; bins: number; lastEdges: [number, number, number]; counts: number[] }[];
}

const expectations = JSON.parse(
  readFileSync(new URL('../../test/expectations/count-tests.json', import.meta.url), 'utf8'),
) as Expectations;

/** Distances of nearly equal shares end at the rounding of a share. */
const FLOOR = 1e-12;

describe('tests of counts', () => {
  it.each(expectations.histograms)(
    'homogeneity and fit - when $reference meets $current - then scipy says the same',
    (expected) => {
      const { reference, current } = expected;
      const uncorrected = { continuityCorrection: false };
      expectPair(chiSquareHomogeneity(reference, current), expected.chiSquare);
      expectPair(chiSquareHomogeneity(reference, current, uncorrected), expected.chiSquareUncorrected);
      expectPair(gTestHomogeneity(reference, current), expected.g);
      expectPair(gTestHomogeneity(reference, current, uncorrected), expected.gUncorrected);
      const scale = sumOf(current) / sumOf(reference);
      const awaited = reference.map((count) => count * scale);
      expectPair(chiSquareGoodnessOfFit(current, awaited), expected.fit);
      expectPair(gTestGoodnessOfFit(current, awaited), expected.gFit);
    },
  );

  it.each(expectations.fisher)(
    "Fisher's test - when the table is $table - then scipy says the same",
    (expected) => {
      expectPair(fisherExact(expected.table), expected.fisher);
    },
  );

  it.each(expectations.proportions)(
    'Z test - when $reference meets $current - then statsmodels says the same',
    ({ reference, current, z }) => {
      const result = zTestTwoProportions(
        { successes: reference[0], trials: reference[1] },
        { successes: current[0], trials: current[1] },
      );
      expectPair(result, z);
    },
  );
});

describe('distances of histograms', () => {
  it.each(expectations.histograms)(
    'all of them - when $reference meets $current - then scipy says the same',
    (expected) => {
      const { reference, current } = expected;
      const near = (actual: number, wanted: ExpectedNumber) => expectNumber(actual, wanted, 1e-9, FLOOR);
      near(jensenShannonDistance(reference, current), expected.jensenShannon);
      near(jensenShannonDistance(reference, current, { base: 2 }), expected.jensenShannonBits);
      near(kullbackLeiblerDivergence(reference, current), expected.kullbackLeibler);
      near(populationStabilityIndex(reference, current), expected.stabilityIndex);
      near(totalVariationDistance(reference, current), expected.totalVariation);
      near(hellingerDistance(reference, current), expected.hellinger);
    },
  );
});

describe('multiple testing', () => {
  it.each(expectations.corrections)(
    'corrections - when p values are $pValues - then statsmodels says the same',
    (expected) => {
      for (const correction of ['bonferroni', 'holm', 'benjamini-hochberg'] as const) {
        const corrected = correctPValues(expected.pValues, correction);
        expect(corrected).toHaveLength(expected[correction].length);
        for (const [index, wanted] of expected[correction].entries())
          expectNumber(corrected[index] ?? -1, wanted);
      }
    },
  );
});

describe('histograms', () => {
  it.each(expectations.sturges)(
    'bins - when drawn by $recipe - then numpy has the same edges and counts',
    (expected) => {
      const values = drawSample(expected.recipe);
      const edges = sturgesEdges([values]);
      expect(edges).toHaveLength(expected.bins + 1);
      for (const [index, edge] of expected.lastEdges.entries()) {
        expectNumber(edges.at(index === 0 ? 0 : index - 3) ?? Number.NaN, edge, 1e-14);
      }
      expect([...countIntoBins(values, edges)]).toEqual(expected.counts);
    },
  );
});

function expectPair(result: TestResult, [statistic, pValue]: Pair): void {
  expectNumber(result.statistic, statistic, 1e-9, FLOOR);
  expectNumber(result.pValue, pValue, 1e-9, FLOOR);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
