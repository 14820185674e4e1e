/** How many orders have which value of the criterion. */
type Frequencies = Map<number, number>;

/**
 * P(U ≥ u) over all equally likely orders of m and n values: the frequency table of Xiao, Gordon and Yakovlev
 * ("A C++ Program for the Cramér-von Mises Two-Sample Test", 2006, equation 11) as in scipy. Time and memory grow
 * with the fourth power of the sizes: meant for some dozens of values.
 */
export function exactCramerVonMisesP(u: number, m: number, n: number): number {
  const multiple = leastCommonMultiple(m, n);
  const mStep = multiple / m;
  const nStep = multiple / n;
  const product = m * n;
  // Anderson's U on the whole-numbered scale of the table.
  const threshold = Math.floor(
    (multiple ** 2 * (m + n) * (6 * u - product * (4 * product - 1))) / (6 * product ** 2),
  );
  const rows: Frequencies[] = Array.from({ length: m + 1 }, (_, v) =>
    v === 0 ? new Map([[0, 1]]) : new Map(),
  );
  for (let right = 0; right <= n; right += 1) {
    let before: Frequencies = new Map();
    for (const [left, row] of rows.entries()) {
      before = shifted(sumOf(before, row), (mStep * left - nStep * right) ** 2);
      rows[left] = before;
    }
  }
  return shareFrom(threshold, rows[m] ?? new Map());
}

function sumOf(left: Frequencies, right: Frequencies): Frequencies {
  const sum = new Map(left);
  for (const [value, count] of right) sum.set(value, (sum.get(value) ?? 0) + count);
  return sum;
}

function shifted(frequencies: Frequencies, distance: number): Frequencies {
  const moved: Frequencies = new Map();
  for (const [value, count] of frequencies) moved.set(value + distance, count);
  return moved;
}

function shareFrom(threshold: number, frequencies: Frequencies): number {
  let total = 0;
  let reached = 0;
  for (const [value, count] of frequencies) {
    total += count;
    if (value >= threshold) reached += count;
  }
  return reached / total;
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}
