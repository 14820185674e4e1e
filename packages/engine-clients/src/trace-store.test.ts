import { describe, expect, test } from 'vitest';
import { spansOf, wholeTraceId } from './trace-store.ts';

const trace = (
  spanId: string,
  parentSpanId: string,
  kind: string | number = 'SPAN_KIND_SERVER',
  status: string | number = 'STATUS_CODE_ERROR',
) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'inference' } }] },
      scopeSpans: [
        {
          spans: [
            {
              spanId,
              parentSpanId,
              name: 'predict_request',
              kind,
              status: { code: status },
              startTimeUnixNano: '1790000000000500000',
              endTimeUnixNano: '1790000000012750000',
              attributes: [{ key: 'model.version', value: { stringValue: '2' } }],
            },
          ],
        },
      ],
    },
  ],
});

describe('spansOf', () => {
  test('when ids are base64, as Tempo writes them, or hexadecimal, as Jaeger does - then both are the same spans', () => {
    const expected = [
      {
        spanId: '17f5cff393715c0e',
        parentSpanId: '1fafeac18207eca0',
        service: 'inference',
        name: 'predict_request',
        attributes: { 'model.version': '2' },
        resource: { 'service.name': 'inference' },
        kind: 'server',
        failed: true,
        startedAt: 1_790_000_000_000.5,
        durationMs: expect.closeTo(12.25, 3),
        events: [],
        links: [],
      },
    ];
    expect(spansOf(trace('F/XP85NxXA4=', 'H6/qwYIH7KA='))).toEqual(expected);
    expect(spansOf(trace('17f5cff393715c0e', '1fafeac18207eca0', 2, 2))).toEqual(expected);
  });

  test('when a span has no parent - then it has none, whichever way that is written', () => {
    expect(spansOf(trace('F/XP85NxXA4=', ''))[0]?.parentSpanId).toBeUndefined();
  });

  test('when nothing of a trace has arrived yet - then it has no spans', () => {
    expect(spansOf({})).toEqual([]);
  });
});

test.each([
  ['2f3b', '00000000000000000000000000002f3b'],
  ['0AF7651916CD43DD8448EB211C80319C', '0af7651916cd43dd8448eb211c80319c'],
  ['', ''],
])("wholeTraceId - when it is '%s' - then it has all its digits, or none", (id, whole) => {
  expect(wholeTraceId(id)).toBe(whole);
});
