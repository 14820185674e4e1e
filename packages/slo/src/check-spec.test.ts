import { describe, expect, test } from 'vitest';
import { alertWindowsOf, checkSpecs, SloError, specProblems } from './check-spec.ts';
import type { SloSpec } from './spec.ts';
import { fastRequests, requestsAvailability } from './testing/specs.ts';
import { pairsOf, windowsFor } from './windows.ts';

const ENVIRONMENT = { retention: '35d' };
const problems = (change: Partial<SloSpec>, of: SloSpec = requestsAvailability): string =>
  specProblems({ ...of, ...change }, ENVIRONMENT).join('\n');
const month = windowsFor('30d');

describe('guards', () => {
  test('spec - when nothing is wrong - then nothing is said', () => {
    expect(problems({})).toBe('');
    expect(problems({}, fastRequests)).toBe('');
  });

  test('objective of 90 % - when its page can never fire - then the arithmetic says why', () => {
    expect(problems({ objective: 0.9 })).toBe(
      'page quick can never fire: 2 % of 30d in 1h is a burn of 14.4, times the budget of 0.1 is an error ratio of 1.44, ' +
        'and a total outage has 1 (the fastest burn possible is 1 / 0.1 = 10). ' +
        "Give it longer windows, or unreachablePairs: 'rescale'",
    );
  });

  test('objective of 80 % - when two pairs can never fire - then both are told', () => {
    expect(problems({ objective: 0.8 }).match(/can never fire/g)).toHaveLength(2);
  });

  test('objective of 90 % - when the spec asks for it - then the pair gets longer windows with the same part of the budget', () => {
    const rescaled: SloSpec = { ...requestsAvailability, objective: 0.9, unreachablePairs: 'rescale' };
    expect(specProblems(rescaled, ENVIRONMENT)).toEqual([]);
    expect(
      pairsOf(alertWindowsOf(rescaled)).map(({ budgetPercent, short, long }) => [budgetPercent, short, long]),
    ).toEqual([
      [2, '10m', '2h'],
      [5, '30m', '6h'],
      [10, '2h', '1d'],
      [10, '6h', '3d'],
    ]);
  });

  test('period - when Prometheus forgets sooner - then it is refused', () => {
    expect(specProblems(requestsAvailability, { retention: '15d' })).toEqual([
      'its period is 30d, and Prometheus forgets after 15d: the budget would be one of 15d',
    ]);
  });

  test('period - when it has no windows of its own - then the spec must say some', () => {
    expect(problems({ period: '14d' })).toContain('give `windows`');
    expect(() => alertWindowsOf({ ...requestsAvailability, period: '14d' })).toThrow(SloError);
  });

  test.each([
    ['10s', '1h', 'holds fewer than 4 samples, which come every 5 s'],
    ['2m', '1h', 'is below 300 s and cannot be drilled in proportion'],
    ['1h', '30m', 'is not shorter than 30m'],
    ['1h', '40d', 'is longer than the period 30d'],
  ])('windows %s and %s - when they cannot work - then it is said why', (short, long, why) => {
    if (month === undefined) throw new Error('30 days have windows');
    const page = { ...month.page, quick: { budgetPercent: 2, short, long } };
    expect(problems({ windows: { ...month, page } })).toContain(why);
  });

  test('share of the budget - when it is more than all or nothing - then it is refused', () => {
    if (month === undefined) throw new Error('30 days have windows');
    const quick = { ...month.page.quick, budgetPercent: 0 };
    expect(problems({ windows: { ...month, page: { ...month.page, quick } } })).toContain('cannot be burnt');
  });

  test.each([0, 1, 99.9, -0.5, Number.NaN])(
    'objective %d - when it is no share - then it is refused',
    (objective) => {
      expect(problems({ objective })).toContain('it is a share between 0 and 1');
    },
  );

  test('latency - when no bucket ends at the threshold - then the bounds are named as Prometheus writes them', () => {
    const { sli } = fastRequests;
    expect(problems({ sli: { ...sli, threshold: 0.3 } as SloSpec['sli'] })).toContain(
      'has no bucket le="0.3", so nobody knows how many are faster; it has 0.1, 0.5, 1.0, 5.0',
    );
  });

  test('ratio - when an expression has no window - then it is refused', () => {
    const { sli } = requestsAvailability;
    expect(problems({ sli: { ...sli, total: 'sum(rate(x[5m]))' } as SloSpec['sli'] })).toContain('sli.total');
  });

  test('several specs - when all have mistakes - then all are told at once, duplicates too', () => {
    const bad = { ...requestsAvailability, name: 'Bad Name', labels: { sloth_id: 'x' } };
    const run = () => checkSpecs([requestsAvailability, requestsAvailability, bad], ENVIRONMENT);
    expect(run).toThrow(/there are 2 SLOs of this name/);
    expect(run).toThrow(/"Bad Name" is no name/);
    expect(run).toThrow(/the label sloth_id is not free/);
  });

  test('minimum of bad events - when it is no count - then it is refused', () => {
    expect(problems({ minimumBadEvents: 1.5 })).toContain('minimumBadEvents is 1.5');
    expect(problems({ minimumBadEvents: 0 })).toBe('');
  });
});
