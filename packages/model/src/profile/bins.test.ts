import { describe, expect, it } from 'vitest';
import { binsOf } from './bins.ts';
import { summariseCategories, summariseNumbers } from './summarise.ts';

describe('binsOf', () => {
  it('numbers - when the profile counted its own rows - then each bin holds what the profile says', () => {
    const values = Array.from({ length: 997 }, (_, index) => (index * 7919) % 101);
    const summary = summariseNumbers('x', values);
    const bins = binsOf(summary);
    const counts = new Array<number>(bins.labels.length).fill(0);
    for (const value of values) (counts[bins.indexOf(value)] as number) += 1;
    expect(counts).toEqual([...summary.histogram.counts, 0]);
    expect([...bins.reference]).toEqual(counts.map((count) => count / 997));
  });

  it('numbers - when a value is on, beside and beyond the edges - then its bin is the one that bounds it', () => {
    const bins = binsOf({
      ...summariseNumbers('x', [1, 2, 3]),
      histogram: { edges: [1, 2], counts: [1, 1, 1] },
    });
    expect(bins.labels).toEqual(['01', '02', '03', 'missing']);
    expect(bins.titles).toEqual(['≤ 1', '≤ 2', '> 2', 'missing']);
    expect([0, 1, 1.5, 2, 2.5, 1e9].map((value) => bins.indexOf(value))).toEqual([0, 0, 1, 1, 2, 2]);
    for (const nothing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, '1', true]) {
      expect(bins.indexOf(nothing)).toBe(3);
    }
  });

  it('categories - when a value is known, new or none - then it has its bin, unseen or missing', () => {
    const bins = binsOf(summariseCategories('c', 'categorical', ['a', 'a', 'b', 'a'], ['a', 'b']));
    expect(bins.labels).toEqual(['a', 'b', 'unseen', 'missing']);
    expect([...bins.reference]).toEqual([0.75, 0.25, 0, 0]);
    expect(['a', 'b', 'c', null, 7].map((value) => bins.indexOf(value))).toEqual([0, 1, 2, 3, 3]);
  });

  it('booleans - when a value is true or false - then it has the bin of its name', () => {
    const bins = binsOf(summariseCategories('b', 'boolean', ['true', 'false'], ['false', 'true']));
    expect([false, true, 'true'].map((value) => bins.indexOf(value))).toEqual([0, 1, 1]);
  });
});
