import { describe, expect, test } from 'vitest';
import { ALERT_GROUPS, ELSEWHERE_GROUPS } from './alerts/index.ts';
import { parsePromQl, walk } from './promql-parse.ts';
import { RECORDING_RULE_GROUPS } from './rules/index.ts';

const selector = (name: string) => ({ kind: 'selector', name, matchers: [] });

describe('parsePromQl', () => {
  test('operators - when they are mixed - then the stronger binds first and equals from the left', () => {
    expect(parsePromQl('a - b - c * 2 > 1 and d or e')).toEqual({
      kind: 'binary',
      operator: 'or',
      left: {
        kind: 'binary',
        operator: 'and',
        left: {
          kind: 'binary',
          operator: '>',
          left: {
            kind: 'binary',
            operator: '-',
            left: { kind: 'binary', operator: '-', left: selector('a'), right: selector('b') },
            right: {
              kind: 'binary',
              operator: '*',
              left: selector('c'),
              right: { kind: 'number', value: 2 },
            },
          },
          right: { kind: 'number', value: 1 },
        },
        right: selector('d'),
      },
      right: selector('e'),
    });
  });

  test('aggregation - when its labels stand before or behind - then they are the same', () => {
    expect(parsePromQl('sum by (a, b) (x)')).toEqual(parsePromQl('sum(x) by (a, b)'));
    expect(parsePromQl('sum without (a) (x)')).toMatchObject({ without: ['a'] });
  });

  test('selector - when it has matchers, a range and an offset - then matchers and range are kept', () => {
    expect(parsePromQl('rate(x{a="1,}",b=~"c|d"}[1h] offset 5m)')).toEqual({
      kind: 'call',
      name: 'rate',
      args: [
        {
          kind: 'selector',
          name: 'x',
          matchers: [
            { label: 'a', operator: '=', value: '1,}' },
            { label: 'b', operator: '=~', value: 'c|d' },
          ],
          range: '1h',
        },
      ],
    });
  });

  test('matching - when sides are grouped - then on and grouping are kept', () => {
    expect(parsePromQl('a > on (job) group_left () b')).toMatchObject({
      on: ['job'],
      grouping: 'group_left',
    });
  });

  test.each([
    ['1h30m', 5400],
    ['0.85', 0.85],
    ['1e3', 1000],
    ['24h', 86_400],
  ])('%s - when it stands alone - then it is the number %d', (text, value) => {
    expect(parsePromQl(text)).toEqual({ kind: 'number', value });
  });

  test.each(['a +', '(a', 'a b', 'a ? b', 'sum by (a x)'])(
    '%s - when it is no PromQL - then it says so',
    (text) => {
      expect(() => parsePromQl(text)).toThrow(SyntaxError);
    },
  );

  test('every rule - when it is read - then nothing is richer than this grammar', () => {
    const expressions = [...ALERT_GROUPS, ...ELSEWHERE_GROUPS]
      .flatMap(({ alerts }) => alerts)
      .concat()
      .map(({ expression }) => expression)
      .concat(RECORDING_RULE_GROUPS.flatMap(({ rules }) => rules.map(({ expression }) => expression)));
    for (const expression of expressions)
      expect([...walk(parsePromQl(expression))].length).toBeGreaterThan(1);
  });
});
