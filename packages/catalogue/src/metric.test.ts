import { describe, expect, test } from 'vitest';
import { counter, gauge, histogram, UNBOUNDED_LABEL_NAMES } from './metric.ts';

describe('a metric definition', () => {
  test.each(UNBOUNDED_LABEL_NAMES)(
    'definition - when it has the label %s - then it is refused by name',
    (label) => {
      const body = { name: 'things_total', help: 'Things.', labels: { [label]: 10 } };
      expect(() => counter(body)).toThrow(new RegExp(`things_total: ${label} cannot be a label`));
      expect(() => gauge(body)).toThrow(TypeError);
      expect(() => histogram({ ...body, buckets: [1] })).toThrow(TypeError);
    },
  );

  test('definition - when several labels are unbounded - then all of them are named', () => {
    const labels = { user_id: 10, route: 10, url: ['a'] };
    expect(() => counter({ name: 'things_total', help: 'Things.', labels })).toThrow('user_id, url');
  });

  test('definition - when it is made - then it knows its type and cannot be changed', () => {
    const definition = histogram({ name: 'x_seconds', help: 'X.', labels: { kind: ['a'] }, buckets: [1, 2] });
    expect(definition).toEqual({
      type: 'histogram',
      name: 'x_seconds',
      help: 'X.',
      labels: { kind: ['a'] },
      buckets: [1, 2],
    });
    expect(Object.isFrozen(definition)).toBe(true);
  });
});
