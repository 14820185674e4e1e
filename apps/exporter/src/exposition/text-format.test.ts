import { describe, expect, test } from 'vitest';
import { counter, gauge, untyped } from './metric-family.ts';
import { renderText } from './text-format.ts';

describe('renderText', () => {
  test('when families come in any order - then they are sorted by name, each with its type', () => {
    const text = renderText([untyped('b', 'B.', 2), counter('c', 'C.', 3), gauge('a', 'A.', 1)]);
    expect(text).toBe(
      '# HELP a A.\n# TYPE a gauge\na 1\n# HELP b B.\n# TYPE b untyped\nb 2\n# HELP c C.\n# TYPE c counter\nc 3\n',
    );
  });

  test('when a family has no samples - then it is not mentioned', () => {
    expect(renderText([gauge('a', 'A.', [])])).toBe('');
  });

  test('when a label holds quotes, backslashes and line ends - then they are escaped', () => {
    const text = renderText([gauge('a', 'A\\\n"A"', [{ labels: { path: '"C:\\\n' }, value: 1 }])]);
    expect(text).toBe('# HELP a A\\\\\\n"A"\n# TYPE a gauge\na{path="\\"C:\\\\\\n"} 1\n');
  });

  test('when a value has no decimal form - then it is written as Prometheus reads it', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const samples = values.map((value) => ({ labels: {}, value }));
    expect(renderText([gauge('a', 'A.', samples)])).toContain('a NaN\na +Inf\na -Inf\n');
  });
});
