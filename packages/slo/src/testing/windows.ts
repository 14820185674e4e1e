import { formatDuration } from '../durations.ts';
import type { AlertWindows, WindowPair } from '../windows.ts';

export type { AlertWindows };

/** Numbers from 0 to 1 that are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  while (true) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

type Example = readonly [number: number, period: string, windows: AlertWindows];

/** Periods and windows that a spec with an objective of 99.9 % may have, in whole minutes. */
export function alertWindowsExamples(count: number): Example[] {
  const random = numbers(58);
  const between = (low: number, high: number): number => Math.floor(low + random.next().value * (high - low));
  const minutes = (value: number): string => formatDuration(value * 60_000);
  return Array.from({ length: count }, (_, index): Example => {
    const periodMinutes = between(1440, 90 * 1440);
    const pair = (): WindowPair => {
      const long = between(60, Math.min(periodMinutes, 5 * 1440));
      return {
        budgetPercent: between(1, 1000) / 10,
        short: minutes(between(5, Math.max(6, Math.floor(long / 2)))),
        long: minutes(long),
      };
    };
    return [
      index,
      minutes(periodMinutes),
      { page: { quick: pair(), slow: pair() }, ticket: { quick: pair(), slow: pair() } },
    ];
  });
}
