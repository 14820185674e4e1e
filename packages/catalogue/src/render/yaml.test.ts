import { describe, expect, test } from 'vitest';
import { toYaml } from './yaml.ts';

describe('yaml', () => {
  test('map - when it holds lists of maps - then a map starts on the line of its dash', () => {
    expect(toYaml({ groups: [{ name: 'a', rules: [{ record: 'b', expr: 'c' }] }] })).toBe(
      'groups:\n  - name: a\n    rules:\n      - record: b\n        expr: c\n',
    );
  });

  test('text - when it has several lines - then it is a literal block', () => {
    expect(toYaml({ expr: 'a\n/\nb' })).toBe('expr: |-\n  a\n  /\n  b\n');
  });

  test.each([
    ['true', 'v: "true"\n'],
    ['1.5', 'v: "1.5"\n'],
    ['5m', 'v: 5m\n'],
    ['a: b', 'v: "a: b"\n'],
    ['a #b', 'v: "a #b"\n'],
    ['{a}', 'v: "{a}"\n'],
    ['- a', 'v: "- a"\n'],
    ['up{job="x"}', `v: 'up{job="x"}'\n`],
    [`it's "x"`, `v: 'it''s "x"'\n`],
    ['', 'v: ""\n'],
    ['plain words, and more.', 'v: plain words, and more.\n'],
  ])('text - when it is %j - then YAML reads text', (value, expected) => {
    expect(toYaml({ v: value })).toBe(expected);
  });

  test('nothing - when a value is undefined, a list or a map empty - then YAML says so', () => {
    expect(toYaml({ a: undefined, b: [], c: {}, d: 2, e: true })).toBe('b: []\nc: {}\nd: 2\ne: true\n');
  });
});
