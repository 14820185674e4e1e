// The rows of generate.py, drawn again.

/** Scores with so many digits, and labels that are 1 with the square of the score. */
export function drawRows({ seed, rows, digits }: { seed: number; rows: number; digits: number }) {
  let state = seed;
  const next = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const scores = new Float64Array(rows);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const score = Math.floor(next() * 10 ** digits) / 10 ** digits;
    scores[row] = score;
    labels[row] = next() < score ** 2 ? 1 : 0;
  }
  return { scores, labels };
}
