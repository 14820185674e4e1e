import { normedWassersteinDistance } from '@lab/statistics/distances';
import { countCategories } from '@lab/statistics/samples';
import { chiSquareGoodnessOfFit, kolmogorovSmirnov } from '@lab/statistics/tests';
import { describe, expect, test } from 'vitest';
import { agrees, expectedOf } from './compare.ts';
import { payments, type Rows } from './drawn-data.ts';
import { Random } from './random.ts';

const [reference, current] = Object.values(payments(new Random(7), 'boat', 20)) as [Rows, Rows];
const column = (name: string) => [reference[name] ?? [], current[name] ?? []] as const;
const expectedFor = (name: string) => expectedOf(...column(name));

describe('a comparison of a learner', () => {
  test('when it is of the library - then it agrees', () => {
    for (const name of Object.keys(reference))
      expect(agrees(name, expectedFor(name), expectedFor(name))).toMatchObject({ passed: true });
  });

  test('when it is of his own, with the deviation of the sample and the asymptotic p value - then too', () => {
    for (const name of ['amount', 'minutes_since_login']) {
      const [before, after] = column(name) as readonly [readonly number[], readonly number[]];
      const { statistic, pValue } = kolmogorovSmirnov(before, after, { method: 'asymptotic' });
      const ofTheSample = Math.sqrt((before.length - 1) / before.length);
      const own = {
        ks: statistic,
        p_value: pValue,
        wasserstein: normedWassersteinDistance(before, after) * ofTheSample,
      };
      expect(agrees(name, own, expectedFor(name))).toMatchObject({ passed: true });
    }
  });

  test('when shares of the reference are taken as exact - then it does not', () => {
    const counts = countCategories(...column('country'));
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    const scale = sum(counts.current) / sum(counts.reference);
    const { statistic, pValue } = chiSquareGoodnessOfFit(
      counts.current,
      counts.reference.map((count) => count * scale),
    );
    const wrong = { chi_square: statistic, p_value: pValue };
    const { passed, seen } = agrees('country', wrong, expectedFor('country'));
    expect([passed, seen]).toEqual([false, expect.stringMatching(/^chi_square is .+, and is \d+\.\d{5}/)]);
  });
});
