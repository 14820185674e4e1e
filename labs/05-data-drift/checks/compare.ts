import { type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { normedWassersteinDistance } from '@lab/statistics/distances';
import { countCategories } from '@lab/statistics/samples';
import { chiSquareHomogeneity, kolmogorovSmirnov } from '@lab/statistics/tests';
import { payments, type Rows } from './drawn-data.ts';
import { jsonOf, unknownSeed, writeUnseen } from './script-output.ts';

const SCRIPT = 'src/compare.ts';
/**
 * Of the value: an implementation of one's own is welcome, be it with the deviation of the sample or with the asymptotic
 * p value. What is taken for another test is farther off.
 */
const TOLERANCE = 1e-3;
const P_VALUE_TOLERANCE = 0.1;
/** Below that a p value is nothing, however it was computed. */
const NOTHING = 1e-9;
const SHOWN_DIGITS = 8;

export const compare: Task = {
  id: 'compare',
  title: 'Measure a difference in three ways',
  deadlineSeconds: 30,
  hints: [
    '@lab/statistics has all three; its README says under which path. Two of them take the values as they are.',
    'kolmogorovSmirnov of @lab/statistics/tests, normedWassersteinDistance of @lab/statistics/distances; for categories countCategories of @lab/statistics/samples, then the chi-square test of homogeneity: both sides are samples.',
    '`const { statistic, pValue } = kolmogorovSmirnov(before.values, after.values)`; `const counts = countCategories(before.values, after.values); chiSquareHomogeneity(counts.reference, counts.current)`; result[name] = { ks, p_value, wasserstein } or { chi_square, p_value }.',
  ],
  async check(lab) {
    const random = unknownSeed();
    const sets = payments(random, 'boat', 5 + random.integerBelow(40));
    const paths = await writeUnseen(lab, sets);
    const result = (await jsonOf(lab, SCRIPT, ...paths)) as Record<
      string,
      Record<string, number> | undefined
    >;
    const [reference, current] = Object.values(sets) as [Rows, Rows];
    return firstFailure(
      ...Object.keys(reference).map(
        (name) => () => agrees(name, result[name], expectedOf(reference[name] ?? [], current[name] ?? [])),
      ),
    );
  },
};

export function expectedOf(
  reference: readonly (number | string)[],
  current: readonly (number | string)[],
): Record<string, number> {
  if (typeof reference[0] === 'number') {
    const [before, after] = [reference as number[], current as number[]];
    const { statistic, pValue } = kolmogorovSmirnov(before, after);
    return { ks: statistic, p_value: pValue, wasserstein: normedWassersteinDistance(before, after) };
  }
  const counts = countCategories(reference, current);
  const { statistic, pValue } = chiSquareHomogeneity(counts.reference, counts.current);
  return { chi_square: statistic, p_value: pValue };
}

export function agrees(
  name: string,
  given: Record<string, number> | undefined,
  expected: Record<string, number>,
): Finding {
  const wrong = Object.entries(expected).find(
    ([key, value]) =>
      !(
        Math.abs((given?.[key] ?? Number.NaN) - value) <=
        (key === 'p_value' ? P_VALUE_TOLERANCE : TOLERANCE) * Math.max(Math.abs(value), NOTHING)
      ),
  );
  return found(wrong === undefined, {
    expected: `${name}: ${Object.keys(expected).join(', ')}, of data that the check has just drawn`,
    seen:
      wrong === undefined
        ? 'that'
        : `${wrong[0]} is ${given?.[wrong[0]] ?? 'missing'}, and is ${wrong[1].toPrecision(SHOWN_DIGITS)} by @lab/statistics`,
    lookAt: `./lab tool node ${SCRIPT} data/check/reference.csv data/check/current.csv`,
  });
}
