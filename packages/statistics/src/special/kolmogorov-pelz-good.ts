const PI_2 = Math.PI ** 2;
const PI_4 = Math.PI ** 4;
const PI_6 = Math.PI ** 6;

/** Below this exponent e to its power is no double above zero. */
const SMALLEST_LOG = -708;

/**
 * P(D_n ≤ d) by the expansion K0(z) + K1(z)/√n + K2(z)/n + K3(z)/n√n, z = d√n, of Li-Chien and Korolyuk, in the form of
 * Pelz and Good (J. R. Stat. Soc. B 38, 1976) as in scipy's `_kolmogn_PelzGood`. For 0 < d < 1.
 */
export function pelzGoodProbability(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const logQ = -PI_2 / 8 / z ** 2;
  if (logQ < SMALLEST_LOG) return 0;
  const lastTerm = Math.ceil((16 * z) / Math.PI);
  const terms = thetaTerms(z, Math.exp(logQ), lastTerm);
  addExtraTerms(terms, z, lastTerm);
  return terms.reduce((sum, term, order) => sum + term / n ** (order / 2), 0);
}

type Terms = [number, number, number, number];

function thetaTerms(z: number, q: number, lastTerm: number): Terms {
  const z2 = z ** 2;
  const z4 = z ** 4;
  const z6 = z ** 6;
  const sums: Terms = [0, 0, 0, 0];
  for (let k = lastTerm; k > 0; k -= 1) {
    const m2 = (2 * k - 1) ** 2;
    const m4 = m2 ** 2;
    const m6 = m2 * m4;
    const weight = q ** (8 * k);
    const first = (PI_2 / 4) * m2 - z2;
    const second =
      6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * PI_2) / 4) * m2 + ((PI_4 * (1 - 2 * z2)) / 16) * m4;
    const third =
      -30 * z6 -
      90 * z ** 8 +
      ((PI_2 * (135 * z4 - 96 * z6)) / 4) * m2 +
      ((PI_4 * (212 * z4 - 60 * z2)) / 16) * m4 +
      ((PI_6 * (5 - 30 * z2)) / 64) * m6;
    sums[0] = sums[0] * weight + 1;
    sums[1] = sums[1] * weight + first;
    sums[2] = sums[2] * weight + second;
    sums[3] = sums[3] * weight + third;
  }
  const scale = q * Math.sqrt(2 * Math.PI);
  return [
    (sums[0] * scale) / z,
    (sums[1] * scale) / (6 * z4),
    (sums[2] * scale) / (72 * z ** 7),
    (sums[3] * scale) / (6480 * z ** 10),
  ];
}

function addExtraTerms(terms: Terms, z: number, lastTerm: number): void {
  const q = Math.exp(-PI_2 / 2 / z ** 2);
  const sqrt3z = Math.sqrt(3) * z;
  let second = 0;
  let third = 0;
  for (let k = lastTerm; k > 0; k -= 1) {
    const weighted = k ** 2 * q ** (k ** 2);
    const kPi = k * Math.PI;
    second += weighted;
    third += (sqrt3z + kPi) * (sqrt3z - kPi) * weighted;
  }
  const scale = PI_2 * Math.sqrt(2 * Math.PI);
  terms[2] -= (second * scale) / (36 * z ** 3);
  terms[3] += (third * scale) / (216 * z ** 6);
}
