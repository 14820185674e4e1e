import { describe, expect, it } from 'vitest';
import { ranks } from './column.ts';
import { clusteringOf, effectiveRows, equivalentWindow, likeness } from './effective-size.ts';

describe('effective size', () => {
  it('clusteringOf - when counted by hand - then says how likely two rows are of one entity', () => {
    // Of the 4 · 3 ordered pairs, (0, 1) and (1, 0) are of one entity; nobody known stands for itself.
    expect(clusteringOf([7, 7, undefined, undefined]).sameEntity).toBeCloseTo(2 / 12, 12);
    expect(clusteringOf([1, 2, 3]).sameEntity).toBe(0);
    expect(clusteringOf([]).sameEntity).toBe(0);
  });

  it('likeness - when rows of an entity are equal, unlike and opposite - then it is 1, about 0, and never below', () => {
    const entities = Array.from({ length: 400 }, (_, row) => Math.floor(row / 2));
    const clustering = clusteringOf(entities);
    const equal = Float64Array.from(entities);
    expect(likeness(clustering, equal)).toBeCloseTo(1, 2);
    const unlike = Float64Array.from(entities, (_, row) => (row * 7919) % 401);
    expect(likeness(clustering, unlike)).toBeLessThan(0.2);
    expect(
      likeness(
        clustering,
        Float64Array.from(entities, (_, row) => row % 2),
      ),
    ).toBe(0);
    expect(likeness(clustering, new Float64Array(400).fill(3))).toBe(0);
  });

  it('effectiveRows - when every row of one of ten entities is the same - then there are about ten', () => {
    const entities = Array.from({ length: 1000 }, (_, row) => row % 10);
    const { sameEntity } = clusteringOf(entities);
    expect(effectiveRows(1000, sameEntity, 1)).toBeCloseTo(10, 0);
    expect(effectiveRows(1000, sameEntity, 0)).toBe(1000);
  });

  it('equivalentWindow - when rows are independent - then it is the window itself; else smaller', () => {
    expect(equivalentWindow({ rows: 500, sameEntity: 0.01, alike: 0 }, 2000)).toBe(500);
    const smaller = equivalentWindow({ rows: 500, sameEntity: 0.01, alike: 0.5 }, 2000);
    expect(smaller).toBeLessThan(effectiveRows(500, 0.01, 0.5));
    expect(smaller).toBeGreaterThan(1);
  });

  it('ranks - when values tie or are missing - then ties share their mean rank and nothing has none', () => {
    expect([...ranks([5, null, 1, 5])]).toEqual([1.5, Number.NaN, 0, 1.5]);
  });
});
