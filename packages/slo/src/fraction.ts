/**
 * Exact arithmetic for objectives, budgets and burn factors. In floating point 1 - 0.999 is 0.0010000000000000009,
 * and that is what would be printed into a rule; as fractions of whole numbers it is 1/1000.
 */
export interface Fraction {
  readonly numerator: bigint;
  /** Positive, and without a common divisor with the numerator. */
  readonly denominator: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
/** Digits after the first non-zero one for fractions that no decimal can write, such as 28/3. */
const SIGNIFICANT_DIGITS = 15;

const divisorOf = (left: bigint, right: bigint): bigint =>
  right === 0n ? left : divisorOf(right, left % right);

/** @throws {RangeError} for a denominator of zero */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('nothing can be divided by zero');
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = divisorOf(numerator < 0n ? -numerator : numerator, denominator * sign) || 1n;
  return { numerator: (numerator * sign) / divisor, denominator: (denominator * sign) / divisor };
}

/**
 * The number as it is written: 0.999 is 999/1000, not the binary number next to it.
 * @throws {RangeError} for what is no finite decimal
 */
export function decimal(written: number | string): Fraction {
  const match = DECIMAL.exec(String(written));
  if (match === null) throw new RangeError(`${written} is not a decimal number`);
  const [, sign, whole = '0', digits = '', exponent = '0'] = match;
  const scale = Number(exponent) - digits.length;
  const value = BigInt(`${sign}${whole}${digits}`);
  return scale >= 0 ? fraction(value * 10n ** BigInt(scale)) : fraction(value, 10n ** BigInt(-scale));
}

export const add = (left: Fraction, right: Fraction): Fraction =>
  fraction(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );

export const subtract = (left: Fraction, right: Fraction): Fraction =>
  add(left, { ...right, numerator: -right.numerator });

export const multiply = (left: Fraction, right: Fraction): Fraction =>
  fraction(left.numerator * right.numerator, left.denominator * right.denominator);

export const divide = (left: Fraction, right: Fraction): Fraction =>
  fraction(left.numerator * right.denominator, left.denominator * right.numerator);

/** Below zero, zero or above, as for `Array.sort`. */
export const compare = (left: Fraction, right: Fraction): -1 | 0 | 1 => {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export const toNumber = ({ numerator, denominator }: Fraction): number =>
  Number(numerator) / Number(denominator);

/** Plain decimal text, exact where decimals can be, otherwise rounded to 15 significant digits: `0.001`, `9.33333333333333`. */
export function toDecimal({ numerator, denominator }: Fraction): string {
  const sign = numerator < 0n ? '-' : '';
  const absolute = numerator < 0n ? -numerator : numerator;
  const places = decimalPlaces(denominator) ?? roundedPlaces(absolute, denominator);
  const scaled = (absolute * 10n ** BigInt(places) * 2n + denominator) / (denominator * 2n);
  const digits = scaled.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const rest = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

/** How many decimal places write it exactly; undefined where the denominator has other prime factors than 2 and 5. */
function decimalPlaces(denominator: bigint): number | undefined {
  let rest = denominator;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; twos++) rest /= 2n;
  for (; rest % 5n === 0n; fives++) rest /= 5n;
  return rest === 1n ? Math.max(twos, fives) : undefined;
}

function roundedPlaces(numerator: bigint, denominator: bigint): number {
  const wholeDigits = (numerator / denominator).toString().length;
  return numerator >= denominator
    ? Math.max(SIGNIFICANT_DIGITS - wholeDigits, 0)
    : SIGNIFICANT_DIGITS + (denominator / numerator).toString().length - 1;
}
