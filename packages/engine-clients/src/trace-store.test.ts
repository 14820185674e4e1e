import { describe, expect, test } from 'vitest';
import { spansOf } from './trace-store.ts';

const trace = (spanId: string, parentSpanId: string) => ({
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
      },
    ];
    expect(spansOf(trace('F/XP85NxXA4=', 'H6/qwYIH7KA='))).toEqual(expected);
    expect(spansOf(trace('17f5cff393715c0e', '1fafeac18207eca0'))).toEqual(expected);
  });

  test('when a span has no parent - then it has none, whichever way that is written', () => {
    expect(spansOf(trace('F/XP85NxXA4=', ''))[0]?.parentSpanId).toBeUndefined();
  });
});
