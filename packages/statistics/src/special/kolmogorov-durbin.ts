const RESCALE_BITS = 128;
const RESCALE = 2 ** RESCALE_BITS;

/** A matrix times a power of two, because powers of the matrix leave the range of doubles. */
interface ScaledMatrix {
  entries: Float64Array;
  exponent: number;
}

/** P(D_n < d) by Durbin's matrix as Marsaglia, Tsang and Wang compute it (J. Stat. Soft. 8, 2003). For nd > 1/2. */
export function durbinProbability(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const centre = (k - 1) * size + (k - 1);
  const power = raise({ entries: durbinMatrix(k, k - n * d), exponent: 0 }, n, size, centre);
  let probability = power.entries[centre] as number;
  let exponent = power.exponent;
  for (let factor = 1; factor <= n; factor += 1) {
    probability = (factor * probability) / n;
    if (probability < 1 / RESCALE) {
      probability *= RESCALE;
      exponent -= RESCALE_BITS;
    }
  }
  return probability * 2 ** exponent;
}

function durbinMatrix(k: number, h: number): Float64Array {
  const size = 2 * k - 1;
  const inverseFactorials = new Float64Array(size + 1).fill(1);
  for (let j = 1; j <= size; j += 1) {
    inverseFactorials[j] = (inverseFactorials[j - 1] as number) / j;
  }
  const edge = Float64Array.from(
    { length: size },
    (_, j) => (1 - h ** (j + 1)) * (inverseFactorials[j + 1] as number),
  );
  edge[size - 1] = (1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size) * (inverseFactorials[size] as number);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 1; column <= Math.min(row + 1, size - 1); column += 1) {
      matrix[row * size + column] = inverseFactorials[row - column + 1] as number;
    }
    matrix[row * size] = edge[row] as number;
  }
  for (let column = 0; column < size; column += 1) {
    matrix[(size - 1) * size + column] = edge[size - 1 - column] as number;
  }
  return matrix;
}

/** By squaring. `centre` is the entry whose size decides on rescaling. */
function raise(base: ScaledMatrix, power: number, size: number, centre: number): ScaledMatrix {
  let factor = base;
  let result: ScaledMatrix | undefined;
  for (let rest = power; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? factor : product(result, factor, size, centre);
    if (rest > 1) factor = product(factor, factor, size, centre);
  }
  return result ?? base;
}

function product(left: ScaledMatrix, right: ScaledMatrix, size: number, centre: number): ScaledMatrix {
  const entries = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const factor = left.entries[row * size + inner] as number;
      if (factor === 0) continue;
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column;
        entries[at] = (entries[at] as number) + factor * (right.entries[inner * size + column] as number);
      }
    }
  }
  let exponent = left.exponent + right.exponent;
  if ((entries[centre] as number) > RESCALE) {
    for (let at = 0; at < entries.length; at += 1) entries[at] = (entries[at] as number) / RESCALE;
    exponent += RESCALE_BITS;
  }
  return { entries, exponent };
}
