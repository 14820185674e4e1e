import type { TraceSpan } from '@lab/engine-clients';
import { expect, test } from 'vitest';
import { ANSWERED_SOMEBODY_ELSE, proves } from './trace-proof.ts';

const span = (service: string, name: string, { failed = false, durationMs = 5 } = {}): TraceSpan => ({
  spanId: '0000000000000001',
  parentSpanId: undefined,
  service,
  name,
  attributes: {},
  resource: {},
  kind: 'internal',
  failed,
  startedAt: 0,
  durationMs,
  events: [],
  links: [],
});

const CUSTOMER = span('traffic', 'POST');
const ANSWERED = span('inference', 'predict_request');
const WRITE_FAILED = span('features', 'PUT /features', { failed: true });

test.for([
  { trace: 'one of somebody who asks in the customers’ place', spans: [ANSWERED], shows: true },
  { trace: 'one of a customer', spans: [CUSTOMER, ANSWERED], shows: false },
  {
    trace: 'one that was asked for and not answered',
    spans: [span('inference', 'predict_request', { failed: true })],
    shows: false,
  },
  { trace: 'one of another part', spans: [span('features', 'GET /features/:id')], shows: false },
])('$trace - when no customer comes - then it shows that the service answers: $shows', ({ spans, shows }) => {
  expect(proves(ANSWERED_SOMEBODY_ELSE, spans)).toBe(shows);
});

test.for([
  {
    trace: 'one with a write that failed',
    spans: [span('traffic', 'write_features'), WRITE_FAILED],
    shows: true,
  },
  { trace: 'one of a lookup that was answered', spans: [ANSWERED, span('features', 'GET')], shows: false },
  {
    trace: 'one in which another service failed',
    spans: [span('inference', 'x', { failed: true })],
    shows: false,
  },
])('$trace - when writes fail - then it shows the component at fault: $shows', ({ spans, shows }) => {
  expect(proves({ service: 'features', failed: true }, spans)).toBe(shows);
});

test.for([1399, 1400])(
  'a span of %s ms - when 1400 are slow - then it counts from there on',
  (durationMs) => {
    const slow = [span('inference', 'predict_request', { durationMs })];
    expect(proves({ service: 'inference', minimumMs: 1400 }, slow)).toBe(durationMs === 1400);
  },
);
