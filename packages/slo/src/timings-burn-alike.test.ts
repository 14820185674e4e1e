/** Both timings burn the same part of the budget: for whatever period, objective and windows a spec may have. */
import { describe, expect, test } from 'vitest';
import { specProblems } from './check-spec.ts';
import { formatDuration, parseDuration } from './durations.ts';
import { fraction, multiply, toDecimal } from './fraction.ts';
import { pairExpression } from './rules.ts';
import type { SloSpec } from './spec.ts';
import { requestsAvailability } from './testing/specs.ts';
import { type AlertWindows, alertWindowsExamples } from './testing/windows.ts';
import { DRILL, PRODUCTION, rangeInTiming, type Timing } from './timing.ts';
import { burnFactor, pairsOf } from './windows.ts';

/** Part of the budget that the long window holds when the pair fires, out of the expression that Prometheus runs. */
function burntBudget(spec: SloSpec, windows: AlertWindows, index: number, timing: Timing): string {
  const pair = pairsOf(windows)[index];
  if (pair === undefined) throw new RangeError(`no pair ${index}`);
  const written = /> \(([\d.]+) \*/.exec(pairExpression(spec, pair, timing))?.[1];
  expect(written).toBe(toDecimal(burnFactor(pair, spec.period)));
  const long = BigInt(parseDuration(rangeInTiming(pair.long, timing)));
  const period = BigInt(parseDuration(rangeInTiming(spec.period, timing)));
  return toDecimal(multiply(burnFactor(pair, spec.period), fraction(long * 100n, period)));
}

describe('production and drill', () => {
  test.each(alertWindowsExamples(200))(
    'case %i - when %s is compressed - then each pair burns the percentage that it says, in both',
    (_case, period, windows) => {
      const spec: SloSpec = { ...requestsAvailability, period, windows };
      expect(specProblems(spec, { retention: '400d' })).toEqual([]);
      for (const [index, pair] of pairsOf(windows).entries()) {
        const percent = String(pair.budgetPercent);
        expect(burntBudget(spec, windows, index, PRODUCTION)).toBe(percent);
        expect(burntBudget(spec, windows, index, DRILL)).toBe(percent);
        for (const window of [pair.short, pair.long]) {
          expect(rangeInTiming(window, DRILL)).toBe(formatDuration(parseDuration(window) / 60));
        }
      }
    },
  );
});
