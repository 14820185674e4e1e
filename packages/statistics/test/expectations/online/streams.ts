// The streams of test/expectations/online/generate.py, drawn again.

function* uniforms(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function* noise(seed: number): Generator<number, never> {
  const draws = uniforms(seed);
  for (;;) {
    let total = 0;
    for (let draw = 0; draw < 12; draw += 1) total += draws.next().value;
    yield total - 6;
  }
}

/** 1500 values about each of the levels, with unit deviation. */
export function steppedStream(seed: number, levels: readonly number[], length = 1500): number[] {
  const draws = noise(seed);
  return levels.flatMap((level) => Array.from({ length }, () => level + draws.next().value));
}

/** 1500 errors (1) and successes (0) at each of the rates. */
export function errorStream(seed: number, rates: readonly number[], length = 1500): number[] {
  const draws = uniforms(seed);
  return rates.flatMap((rate) => Array.from({ length }, () => (draws.next().value < rate ? 1 : 0)));
}
