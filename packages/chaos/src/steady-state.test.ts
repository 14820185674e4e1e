import { describe, expect, test } from 'vitest';
import { look } from './steady-state.ts';

const samples = (...values: number[]) => values.map((value) => ({ labels: {}, value }));

describe('look', () => {
  test.each([
    ['within', { atLeast: 0.99 }, [1, 0.995], true, 0.995],
    ['at the bound', { atMost: 0.5 }, [0.5], true, 0.5],
    ['one of several is below', { atLeast: 0.99 }, [1, 0.2, 0.9], false, 0.2],
    ['above one of two bounds', { atLeast: 1, atMost: 2 }, [1.5, 4], false, 4],
    ['no number', { atMost: 2 }, [1, Number.NaN], false, Number.NaN],
    ['no sample', { atMost: 2 }, [], false, undefined],
  ])('when it is %s - then that is what it says', (_, bounds, values, holds, value) => {
    expect(look({ title: 'a probe', query: 'x', ...bounds }, samples(...values))).toEqual({ holds, value });
  });
});
