/**
 * P(U ≥ u) under the null hypothesis without ties. The numbers of orders with a given U are the coefficients of the
 * Gaussian binomial [m + n choose m], the product over i of (1 - qⁿ⁺ⁱ) / (1 - qⁱ) (Andrews, "The Theory of Partitions",
 * 3.2); the distribution is symmetric, so the shorter tail is summed.
 */
export function exactMannWhitneyUpperTail(m: number, n: number, u: number): number {
  const fewer = Math.min(m, n);
  const more = Math.max(m, n);
  const mirrored = m * n - u;
  if (u >= mirrored) return lowerTail(fewer, more, mirrored);
  return 1 - lowerTail(fewer, more, u - 1);
}

/** P(U ≤ u), for u up to half of its range. */
function lowerTail(fewer: number, more: number, u: number): number {
  if (u < 0) return 0;
  const shares = new Float64Array(u + 1);
  shares[0] = 1;
  for (let i = 1; i <= fewer; i += 1) {
    for (let k = u; k >= more + i; k -= 1)
      shares[k] = (shares[k] as number) - (shares[k - more - i] as number);
    for (let k = i; k <= u; k += 1) shares[k] = (shares[k] as number) + (shares[k - i] as number);
    // Dividing by [more + i choose i] as it grows keeps large samples in the range of doubles.
    const growth = (more + i) / i;
    for (let k = 0; k <= u; k += 1) shares[k] = (shares[k] as number) / growth;
  }
  let sum = 0;
  for (let k = 0; k <= u; k += 1) sum += shares[k] as number;
  return sum;
}
