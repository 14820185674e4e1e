import { describe, expect, it } from 'vitest';
import { labelDelaySeconds } from './label-delay.ts';
import { type Label, LabelQueue } from './label-queue.ts';

const label = (id: string): Label => ({ prediction_id: id, is_fraud: false });
const ids = (labels: readonly Label[]): string[] => labels.map(({ prediction_id }) => prediction_id);

describe('LabelQueue', () => {
  it('take - when some are due - then gives those, earliest first, and never one too early', () => {
    const queue = new LabelQueue(10);
    queue.add(label('late'), 9.5);
    queue.add(label('soon'), 1.2);
    queue.add(label('sooner'), 0.3);
    expect(ids(queue.take(0.9, 10))).toEqual([]);
    expect(ids(queue.take(2.1, 10))).toEqual(['sooner', 'soon']);
    expect(ids(queue.take(9.7, 10))).toEqual([]);
    expect(ids(queue.take(10, 10))).toEqual(['late']);
    expect(queue.size).toBe(0);
  });

  it('take - when more are due than asked for - then the rest waits for the next call', () => {
    const queue = new LabelQueue(10);
    for (const id of ['a', 'b', 'c']) queue.add(label(id), 1);
    expect(ids(queue.take(5, 2))).toEqual(['a', 'b']);
    expect(ids(queue.take(5, 2))).toEqual(['c']);
  });

  it('add - when its second has passed already - then the label is due at once', () => {
    const queue = new LabelQueue(10);
    queue.take(100, 10);
    queue.add(label('overdue'), 3);
    expect(ids(queue.take(101, 10))).toEqual(['overdue']);
  });

  it('add - when full - then refuses until something has been taken', () => {
    const queue = new LabelQueue(1);
    expect(queue.add(label('a'), 1)).toBe(true);
    expect(queue.add(label('b'), 1)).toBe(false);
    queue.take(1, 1);
    expect(queue.add(label('c'), 2)).toBe(true);
  });
});

describe('labelDelaySeconds', () => {
  it('when the draw goes from 0 to 1 - then the delay rises from min to max through their geometric mean', () => {
    const delay = { minSeconds: 60, maxSeconds: 600 };
    expect(labelDelaySeconds(delay, 0)).toBe(60);
    expect(labelDelaySeconds(delay, 0.5)).toBeCloseTo(Math.sqrt(60 * 600), 9);
    expect(labelDelaySeconds(delay, 1 - 1e-12)).toBeCloseTo(600, 6);
  });
});
