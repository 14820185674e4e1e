const LARGEST_LEAST_COMMON_MULTIPLE = 2 ** 31 - 1;

/**
 * P(D ≥ d) over all equally likely orders of the pooled values, for samples of m and n. Undefined where the sizes'
 * least common multiple leaves 31 bits, as in scipy.
 */
export function exactKolmogorovSmirnovP(m: number, n: number, d: number): number | undefined {
  const divisor = greatestCommonDivisor(m, n);
  const leastCommonMultiple = (m / divisor) * n;
  if (leastCommonMultiple / divisor >= LARGEST_LEAST_COMMON_MULTIPLE) return undefined;
  const steps = Math.round(d * leastCommonMultiple);
  if (steps === 0) return 1;
  const p =
    m === n ? pathsOutsideSquare(n, steps) : pathsOutside(Math.max(m, n), Math.min(m, n), divisor, steps);
  return Math.min(1, Math.max(0, p));
}

/** The closed form for equal sizes by Horner's rule, scipy's `_compute_prob_outside_square`. */
function pathsOutsideSquare(n: number, steps: number): number {
  let probability = 0;
  for (let k = Math.floor(n / steps); k >= 0; k -= 1) {
    let ratio = 1;
    for (let j = 0; j < steps; j += 1) ratio = ((n - k * steps - j) * ratio) / (n + k * steps + j + 1);
    probability = ratio * (1 - probability);
  }
  return 2 * probability;
}

/**
 * The share of lattice paths from (0, 0) to (m, n), m ≥ n, that reach a distance of `steps` from the diagonal, by
 * Viehmann's recursion (scipy's `_compute_outer_prob_inside_method`): a column holds, for the points inside, the share
 * of paths to it that went outside before; points beyond the window have share 1.
 */
function pathsOutside(m: number, n: number, divisor: number, steps: number): number {
  const mStep = m / divisor;
  const nStep = n / divisor;
  let low = 0;
  let high = Math.min(Math.ceil(steps / mStep), n + 1);
  const column = new Float64Array(Math.min(2 * high + 2, n + 1)).fill(1);
  column.fill(0, low, high);
  for (let i = 1; i <= m; i += 1) {
    const lastLow = low;
    const lastLength = high - low;
    low = Math.min(Math.max(Math.floor((nStep * i - steps) / mStep) + 1, 0), n);
    high = Math.min(Math.ceil((nStep * i + steps) / mStep), n + 1);
    if (high <= low) return 1;
    let share = low === 0 ? 0 : 1;
    for (let at = 0; at < high - low; at += 1) {
      const j = at + low;
      share = ((column[at + low - lastLow] as number) * i + share * j) / (i + j);
      column[at] = share;
    }
    const length = high - low;
    if (lastLength > length) column.fill(1, length, lastLength);
  }
  return column[high - low - 1] as number;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
