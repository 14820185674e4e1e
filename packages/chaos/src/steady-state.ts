import type { Sample } from '@lab/engine-clients';
import type { Probe } from './experiment.ts';

/** What a probe says at one moment. */
export interface Look {
  readonly holds: boolean;
  /** The sample that is farthest from what is claimed; undefined where there is none, which does not hold. */
  readonly value: number | undefined;
}

export function look(probe: Probe, samples: readonly Sample[]): Look {
  const value = samples
    .map((sample) => sample.value)
    .reduce<number | undefined>(
      (worst, next) => (worst === undefined || excess(probe, next) > excess(probe, worst) ? next : worst),
      undefined,
    );
  return { value, holds: value !== undefined && excess(probe, value) <= 0 };
}

/** How far a value is beyond the bounds; negative within them. What is no number is beyond all. */
export function excess({ atLeast, atMost }: Probe, value: number): number {
  if (Number.isNaN(value)) return Number.POSITIVE_INFINITY;
  return Math.max(
    (atLeast ?? Number.NEGATIVE_INFINITY) - value,
    value - (atMost ?? Number.POSITIVE_INFINITY),
  );
}

/** `at least 0.99`, for people. */
export const boundsOf = ({ atLeast, atMost }: Probe): string =>
  [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ].join(' and ');
