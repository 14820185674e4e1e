import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { FrequentItems } from './frequent-items.ts';

const random = new Sfc32(2);
/** Few items often, many rarely. */
const stream = Array.from({ length: 20_000 }, () => `item-${Math.floor(1 / (random.uniform() + 1e-4))}`);
const truth = new Map<string, number>();
for (const item of stream) truth.set(item, (truth.get(item) ?? 0) + 1);

const sketchOf = (items: readonly string[], capacity = 20) => {
  const sketch = new FrequentItems(capacity);
  for (const item of items) sketch.add(item);
  return sketch;
};

const expectBoundsToHold = (sketch: FrequentItems) => {
  expect(sketch.count).toBe(stream.length);
  expect(sketch.maximumError).toBeLessThanOrEqual(stream.length / 21);
  for (const [item, count] of truth) {
    const { atLeast, atMost } = sketch.estimate(item);
    expect(atLeast).toBeLessThanOrEqual(count);
    expect(atMost).toBeGreaterThanOrEqual(count);
  }
  const found = sketch.items().map(({ item }) => item);
  const frequent = [...truth].filter(([, count]) => count > stream.length / 21).map(([item]) => item);
  expect(frequent.length).toBeGreaterThan(2);
  expect(found).toEqual(expect.arrayContaining(frequent));
  expect(found.length).toBeLessThanOrEqual(20);
};

describe('FrequentItems', () => {
  it('estimate - when there are far more items than counters - then the truth lies between the bounds', () => {
    expect(truth.size).toBeGreaterThan(200);
    expectBoundsToHold(sketchOf(stream));
  });

  it('items - when all have a counter - then counts are exact, the most frequent first, equal ones by name', () => {
    expect(sketchOf(['b', 'a', 'c', 'c'], 3).items()).toEqual([
      { item: 'c', atLeast: 2, atMost: 2 },
      { item: 'a', atLeast: 1, atMost: 1 },
      { item: 'b', atLeast: 1, atMost: 1 },
    ]);
  });

  it('merge - when three replicas are merged in either order - then the bounds hold for all that they saw', () => {
    const parts = () =>
      [0, 1, 2].map((replica) => sketchOf(stream.filter((_, index) => index % 3 === replica)));
    const [a, b, c] = parts() as [FrequentItems, FrequentItems, FrequentItems];
    a.merge(b);
    a.merge(c);
    const [d, e, f] = parts() as [FrequentItems, FrequentItems, FrequentItems];
    e.merge(f);
    d.merge(e);
    expectBoundsToHold(a);
    expectBoundsToHold(d);
  });

  it('fromJSON - when a sketch is restored - then it counts on as before', () => {
    const original = sketchOf(stream.slice(0, 500));
    const restored = FrequentItems.fromJSON(JSON.parse(JSON.stringify(original)));
    restored.add('item-1', 5);
    original.add('item-1', 5);
    expect(restored.toJSON()).toEqual(original.toJSON());
  });

  it.each<[string, () => unknown, string]>([
    ['the capacity is 0', () => new FrequentItems(0), 'INVALID_OPTION'],
    ['capacities differ', () => new FrequentItems(2).merge(new FrequentItems(3)), 'INVALID_OPTION'],
    ['a count is negative', () => new FrequentItems(2).add('a', -1), 'INVALID_COUNT'],
    [
      'a state holds too much',
      () => FrequentItems.fromJSON({ ...sketchOf(['a', 'b']).toJSON(), capacity: 1 }),
      'INVALID_COUNT',
    ],
  ])('FrequentItems - when %s - then it throws', (_, call, code) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
