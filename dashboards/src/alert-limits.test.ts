import {
  dataDriftDetected,
  featureDataStale,
  modelQueueSaturated,
  pipelineStale,
} from '@lab/catalogue/alerts';
import { accuracy, availability, freshness, latencyP95 } from '@lab/catalogue/slos';
import { expect, test } from 'vitest';
import { firesAt, limitOf, percent, seconds, thresholdOf } from './alert-limits.ts';

test.each([
  ['a plain comparison', 'a > 0.05', { operator: '>', value: 0.05 }],
  ['a guard within brackets', 'sum(a) / (sum(b) > 0) < 0.5', { operator: '<', value: 0.5 }],
  ['a second condition', 'a >= 2\nand sum(b) >= 20', { operator: '>=', value: 2 }],
  ['an alternative', 'max(a[5m]) / max(b > 0) > 0.8\nor c > 0', { operator: '>', value: 0.8 }],
  ['a duration', 'time() - (a > 0) > 1h', { operator: '>', value: 3600 }],
  ['a label that looks like a comparison', 'a{b="> 7"} > 3', { operator: '>', value: 3 }],
])('limit - when the expression has %s - then it is the number that decides', (_name, expression, limit) => {
  expect(limitOf({ name: 'Some', expression })).toEqual(limit);
});

test('limit - when an alert compares two series - then it has none, and the error says what to do', () => {
  expect(() => limitOf(pipelineStale)).toThrow('PipelineStale compares with no number: draw its two sides');
});

test('limit - when alerts of the catalogue are read - then panels get what the rules have', () => {
  expect(limitOf(modelQueueSaturated)).toEqual({ operator: '>', value: 0.8 });
  expect(firesAt(dataDriftDetected)).toBe('Above 0.7 for 1m: DataDriftDetected.');
  expect(firesAt(featureDataStale, seconds)).toBe('Above 60 min for 5m: FeatureDataStale.');
  expect(firesAt(modelQueueSaturated, percent)).toBe('Above 80 % for 1m: ModelQueueSaturated.');
});

test('threshold - when objectives of each kind are read - then it is theirs, and a ratio has none', () => {
  expect([latencyP95, accuracy, freshness].map(thresholdOf)).toEqual([0.5, 0.85, 3600]);
  expect(() => thresholdOf(availability)).toThrow('availability counts events');
});
