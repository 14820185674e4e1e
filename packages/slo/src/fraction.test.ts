import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  decimal,
  divide,
  fraction,
  multiply,
  subtract,
  toDecimal,
  toNumber,
} from './fraction.ts';

describe('fractions', () => {
  test('budget - when the objective is 0.999 - then it is 0.001, to the last digit', () => {
    expect(toDecimal(subtract(decimal(1), decimal(0.999)))).toBe('0.001');
  });

  test('threshold - when a burn of 14.4 meets that budget - then it is 0.0144', () => {
    expect(toDecimal(multiply(decimal('14.4'), decimal('0.001')))).toBe('0.0144');
  });

  test.each([
    ['0', '0'],
    ['1', '1'],
    ['-1.50', '-1.5'],
    ['0.0000001', '0.0000001'],
    ['1e-7', '0.0000001'],
    ['2.5e3', '2500'],
    ['99.9', '99.9'],
  ])('decimal - when it reads %s - then it writes %s', (read, written) => {
    expect(toDecimal(decimal(read))).toBe(written);
  });

  test.each([
    [fraction(28n, 3n), '9.33333333333333'],
    [fraction(2n, 3n), '0.666666666666667'],
    [fraction(1n, 300n), '0.00333333333333333'],
    [fraction(1n, -4n), '-0.25'],
  ])('decimal - when no decimal is exact - then fifteen digits are (%#)', (value, written) => {
    expect(toDecimal(value)).toBe(written);
  });

  test.each(['', 'x', '1.', '.5', 'NaN', 'Infinity'])(
    'decimal - when it reads "%s" - then it refuses',
    (read) => {
      expect(() => decimal(read)).toThrow(RangeError);
    },
  );

  test('arithmetic - when it adds, divides and compares - then it stays exact', () => {
    expect(add(decimal('0.1'), decimal('0.2'))).toEqual(decimal('0.3'));
    expect(divide(decimal('0.02'), decimal('0.1'))).toEqual(decimal('0.2'));
    expect(compare(decimal('0.1'), decimal('0.3'))).toBe(-1);
    expect(compare(decimal('0.3'), decimal('0.30'))).toBe(0);
    expect(toNumber(fraction(1n, 8n))).toBe(0.125);
    expect(() => divide(decimal(1), decimal(0))).toThrow(RangeError);
  });
});
