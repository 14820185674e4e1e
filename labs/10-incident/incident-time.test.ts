import { expect, test } from 'vitest';
import { answersForEver } from './incident-time.ts';

/** In seconds: when customers were served again. */
const ENDED = 10_000;

/** A Prometheus whose answer ends at that moment. */
const answersUntil = (last: number) => ({
  engines: {
    prometheus: {
      async queryRange(_: string, { start, end = 0, step }: { start: number; end?: number; step: number }) {
        const points = [];
        for (let timestamp = start; timestamp <= Math.min(end, last); timestamp += step)
          points.push({ timestamp, value: 1 });
        return points.length === 0 ? [] : [{ labels: {}, points }];
      },
    },
  },
});

test.for([
  { what: 'a rate over a minute', last: ENDED + 70, asked: ENDED + 130, goesOn: false },
  { what: 'a rate over five minutes, soon after', last: ENDED + 310, asked: ENDED + 130, goesOn: true },
  { what: 'a rate over five minutes, later', last: ENDED + 310, asked: ENDED + 340, goesOn: false },
  { what: 'a counter beside a number', last: Number.MAX_SAFE_INTEGER, asked: ENDED + 130, goesOn: true },
  { what: 'a counter, an hour later', last: Number.MAX_SAFE_INTEGER, asked: ENDED + 3600, goesOn: true },
  { what: 'a counter, too soon to tell', last: Number.MAX_SAFE_INTEGER, asked: ENDED + 60, goesOn: false },
])(
  '$what - when the incident is over - then it is taken for one that does not cease: $goesOn',
  async ({ last, asked, goesOn }) => {
    expect(await answersForEver(answersUntil(last) as never, 'a query', ENDED * 1000, asked * 1000)).toBe(
      goesOn,
    );
  },
);

test('a query - when the end is not known yet - then it is not held against it', async () => {
  expect(await answersForEver(answersUntil(ENDED) as never, 'a query', undefined)).toBe(false);
});
