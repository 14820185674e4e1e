import { DRILL, TIMINGS } from '@lab/slo/timing';
import { describe, expect, test } from 'vitest';
import {
  DRILL_DIVISOR,
  duration,
  heartbeatPeriod,
  heartbeatTimeoutMs,
  routeTimings,
  TIMING_NAMES,
} from './timings.ts';

describe('timings', () => {
  // This folder is run by a container that has nothing else, so it cannot import them.
  test('names and divisor - when they are compared with those of the rules - then they are the same', () => {
    expect(TIMING_NAMES).toEqual(TIMINGS.map(({ name }) => name));
    expect(DRILL_DIVISOR).toBe(DRILL.divisor);
  });

  test('drill - when a time divided by sixty is not below its minimum - then that is the drill’s', () => {
    const { critical, info } = routeTimings('drill');
    expect(critical).toEqual({ groupWait: 1, groupInterval: 5, repeatInterval: 60 });
    expect(info).toEqual({ groupWait: 1, groupInterval: 30, repeatInterval: 1440 });
  });

  test.each(TIMING_NAMES)(
    '%s - when a group has nothing new - then it is repeated no sooner than it is looked at',
    (timing) => {
      for (const [kind, { groupWait, groupInterval, repeatInterval }] of Object.entries(
        routeTimings(timing),
      )) {
        // The Alertmanager warns of a repetition below the interval, for it would be a lie.
        expect([kind, repeatInterval > groupInterval]).toEqual([kind, true]);
        expect([kind, groupWait <= groupInterval]).toEqual([kind, true]);
      }
    },
  );

  test.each([
    ['production', 60, 300_000],
    ['drill', 4, 20_000],
  ] as const)(
    'heartbeat - when the timing is %s - then it beats every %i s and is missed after %i ms',
    (timing, period, timeout) => {
      expect(heartbeatPeriod(timing)).toBe(period);
      expect(heartbeatTimeoutMs(timing)).toBe(timeout);
    },
  );

  test.each([
    [0, '0s'],
    [50, '50s'],
    [90, '90s'],
    [300, '5m'],
    [3600, '1h'],
    [14_400, '4h'],
  ])('duration - when it is %i s - then it is written %s', (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });
});
