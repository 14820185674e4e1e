import { expect, test } from 'vitest';
import { asksForSlowPredictions } from './slow-trace.ts';

test.for([
  ['{ name = "predict_request" && duration > 200ms }', true],
  ['{ duration>=0.2s && span:name="predict_request" }', true],
  ['{ name = `predict_request` && span:duration > .2s }', true],
  ['{ name = "predict_request" && duration > 2ms }', false],
  ['{ name = "predict_request" && duration > 2000ms }', false],
  ['{ name = "predict_request" && duration > 20.2s }', false],
  ['{ name = "predict_request" && duration < 200ms }', false],
  ['{ name = "predict" && duration > 200ms }', false],
  ['{ duration > 200ms }', false],
  ['{}', false],
] as const)('%s - when nobody can run it - then it asks for slow predictions: %s', ([traceQl, does]) => {
  expect(asksForSlowPredictions(traceQl)).toBe(does);
});
