import { describe, expect, test } from 'vitest';
import { parseCpuList, parseHexadecimal, parseInteger, parseNumber } from './parse.ts';

const refused = expect.objectContaining({ code: 'EXPORTER_PARSE_FAILED' });

describe('parseNumber', () => {
  test('when the text is a decimal number - then that is the number', () => {
    expect(['0', '12', '0.52'].map((text) => parseNumber(text, 'x'))).toEqual([0, 12, 0.52]);
  });

  test.each([undefined, '', ' 1', '-1', '0x10', '1e3', 'NaN', 'Infinity', '9'.repeat(400)])(
    'when the text is %s - then it is refused',
    (text) => {
      expect(() => parseNumber(text, 'x')).toThrow(refused);
    },
  );
});

describe('parseInteger', () => {
  test('when the text is negative or hexadecimal - then that is a number, too', () => {
    expect(['-40000', '0x1003', '+7'].map((text) => parseInteger(text, 'x'))).toEqual([-40_000, 4099, 7]);
  });

  test.each([undefined, '', '1.5', '0x', '-', '9'.repeat(400)])(
    'when the text is %s - then it is refused',
    (text) => {
      expect(() => parseInteger(text, 'x')).toThrow(refused);
    },
  );
});

describe('parseHexadecimal', () => {
  test('when the text has hexadecimal digits alone - then that is the number', () => {
    expect(parseHexadecimal('0000fF', 'x')).toBe(255);
  });

  test.each([undefined, '', '0x1', 'g', '-1', 'f'.repeat(17)])(
    'when the text is %s - then it is refused',
    (text) => {
      expect(() => parseHexadecimal(text, 'x')).toThrow(refused);
    },
  );
});

describe('parseCpuList', () => {
  test('when the list has single CPUs and ranges - then each CPU is there', () => {
    expect(parseCpuList('0-2,8,10-11', 'x')).toEqual([0, 1, 2, 8, 10, 11]);
    expect(parseCpuList('', 'x')).toEqual([]);
  });

  test.each(['a', '1-2-3', '5-', '0-99999999999'])('when the list is %s - then it is refused', (text) => {
    expect(() => parseCpuList(text, 'x')).toThrow(refused);
  });
});
