import { Sfc32 } from '../src/random/sfc32.ts';

/** A sample as test/expectations/recipes.py describes and draws it, so that no file has to hold the values. */
export interface Recipe {
  shape: keyof typeof SHAPES;
  size: number;
  seed: number;
  scale?: number;
  offset?: number;
  /** Values that replace what was drawn, by index. */
  special?: Record<string, string>;
}

const SHAPES = {
  uniform: (random: Sfc32) => random.uniform(),
  bell: (random: Sfc32) => {
    let total = 0;
    for (let draw = 0; draw < 4; draw += 1) total += random.uniform();
    return total - 2;
  },
  heavy: (random: Sfc32) => {
    const side = random.uniform() < 0.5 ? -1 : 1;
    const u = random.uniform() + 2 ** -32;
    return side / (u * u * u);
  },
  grid: (random: Sfc32) => Math.floor(random.uniform() * 10),
  coarse: (random: Sfc32) => Math.floor(random.uniform() * 3),
  constant: () => 1,
};

export function drawSample({ shape, size, seed, scale = 1, offset = 0, special = {} }: Recipe): Float64Array {
  const random = new Sfc32(seed);
  const values = Float64Array.from({ length: size }, () => SHAPES[shape](random) * scale + offset);
  for (const [index, value] of Object.entries(special)) values[Number(index)] = Number(value);
  return values;
}
