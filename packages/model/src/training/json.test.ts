import { describe, expect, it } from 'vitest';
import { formatJson } from './json.ts';

describe('formatJson', () => {
  it('formatJson - when lists hold plain values - then they stay on one line and nested objects do not', () => {
    expect(formatJson({ b: [1, 'x', null], a: { c: [{ d: true }], e: {}, f: [] } })).toBe(
      `{
  "b": [1, "x", null],
  "a": {
    "c": [
      {
        "d": true
      }
    ],
    "e": {},
    "f": []
  }
}
`,
    );
  });

  it('formatJson - when parsed again - then gives the same value', () => {
    const value = { text: 'a "quoted" \n line', numbers: [1e-7, 1e21, -0.5], nested: [[1, 2], { a: [] }] };
    expect(JSON.parse(formatJson(value))).toEqual(value);
  });
});
