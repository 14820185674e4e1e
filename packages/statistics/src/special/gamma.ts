// Gamma functions. References: DLMF chapters 5 and 8; Lanczos (1964) with Godfrey's coefficients (g = 607/128);
// Temme's scaling of the prefix as in Boost.Math, which keeps all digits where argument and parameter are large.

const HALF_LOG_TWO_PI = 0.9189385332046728;
const EPSILON = Number.EPSILON;

/** Keeps a continued fraction from dividing by zero (modified Lentz). */
const TINY = 1e-300;
const STIRLING_FROM = 15;

const LANCZOS_G = 607 / 128;
const LANCZOS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 8.441822398385275e-5,
  -2.6190838401581408e-5, 3.6899182659531625e-6,
];

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x >= STIRLING_FROM) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingCorrection(x);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0] as number;
  for (let term = 1; term < LANCZOS.length; term += 1) sum += (LANCZOS[term] as number) / (x - 1 + term);
  const shifted = x - 1 + LANCZOS_G + 0.5;
  return HALF_LOG_TWO_PI + Math.log(sum) - shifted + (x - 0.5) * Math.log(shifted);
}

/** ln Γ(x) less Stirling's formula (DLMF 5.11.1), for x ≥ 15 to the last digit; below, by the difference. */
export function stirlingCorrection(x: number): number {
  if (x < STIRLING_FROM) return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI);
  const inverse = 1 / x;
  const square = inverse * inverse;
  return (
    inverse *
    (1 / 12 -
      square *
        (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))))
  );
}

/** x - ln(1 + x) for x > -1, without the cancellation near 0. */
export function excessOverLog1p(x: number): number {
  if (Math.abs(x) > 0.3) return x - Math.log1p(x);
  // With r = x / (2 + x): ln(1 + x) = 2 (r + r³/3 + r⁵/5 + …), and x - 2r = r x.
  const ratio = x / (2 + x);
  const square = ratio * ratio;
  let power = ratio * square;
  let sum = 0;
  for (let odd = 3; Math.abs(power) > EPSILON * 1e-3 * Math.abs(sum); odd += 2) {
    sum += power / odd;
    power *= square;
    if (power === 0) break;
  }
  return ratio * x - 2 * sum;
}

/** The upper regularised incomplete gamma function Q(a, x) (DLMF 8.2.4), for a > 0 and x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (Number.isNaN(a) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** DLMF 8.11.4. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * EPSILON * 0.1; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * prefix(a, x);
}

/** DLMF 8.9.2 by the modified Lentz algorithm. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; ; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < EPSILON) return fraction * prefix(a, x);
  }
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** xᵃ e⁻ˣ / Γ(a). */
function prefix(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-a * excessOverLog1p((x - a) / a) - stirlingCorrection(a));
}
