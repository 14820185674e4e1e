import type { TraceSpan } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { traceMistake } from './trace.ts';

const span = (
  spanId: string,
  parentSpanId: string | undefined,
  service: string,
  name: string,
  attributes = {},
): TraceSpan => ({
  spanId,
  parentSpanId,
  service,
  name,
  attributes,
  resource: {},
  kind: 'internal',
  failed: false,
  startedAt: 0,
  durationMs: 1,
  events: [],
  links: [],
});

/** A prediction's trace as it should be; a test breaks one thing in it. */
const WHOLE: readonly TraceSpan[] = [
  span('a', undefined, 'traffic', 'customer_purchase'),
  span('b', 'a', 'inference', 'POST /predict'),
  span('c', 'b', 'inference', 'predict_request'),
  span('d', 'c', 'inference', 'fetch_features'),
  span('e', 'd', 'inference', 'GET'),
  span('f', 'e', 'features', 'GET /features/:entity_id'),
  span('g', 'f', 'features', 'user_activity.lookup'),
  span('h', 'c', 'inference', 'model_inference', { 'model.name': 'fraud-detection', 'model.version': '1' }),
];
const without = (name: string): TraceSpan[] => WHOLE.filter((candidate) => candidate.name !== name);
const changed = (name: string, change: Partial<TraceSpan>): TraceSpan[] =>
  WHOLE.map((candidate) => (candidate.name === name ? { ...candidate, ...change } : candidate));

describe('traceMistake', () => {
  test('when every span has its parent, in whatever order they came - then there is none', () => {
    expect(traceMistake(WHOLE)).toBeUndefined();
    expect(traceMistake(WHOLE.toReversed())).toBeUndefined();
  });

  test.each([
    ['the SQL span is missing', without('user_activity.lookup'), 'user_activity'],
    ['the feature service is missing', without('GET /features/:entity_id'), 'of features'],
    [
      'propagation is broken',
      changed('GET /features/:entity_id', { parentSpanId: undefined }),
      'is not a child of GET',
    ],
    [
      'the inference hangs below the wrong span',
      changed('model_inference', { parentSpanId: 'b' }),
      'is not a child of predict_request',
    ],
    [
      'the model has no name',
      changed('model_inference', { attributes: { 'model.version': '1' } }),
      'no attribute model.name',
    ],
    ['nothing came', [], 'POST'],
  ])('when %s - then it says so', (_what, spans, message) => {
    expect(traceMistake(spans)).toContain(message);
  });
});
