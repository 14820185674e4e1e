import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { solvePositiveDefinite } from './solve.ts';

describe('solvePositiveDefinite', () => {
  it('solvePositiveDefinite - when A is M M + I for random M - then A x is b', () => {
    const random = Xoshiro128.seeded(2);
    for (const size of [1, 2, 5, 20]) {
      const factor = Array.from({ length: size }, () => Array.from({ length: size }, () => random.normal()));
      const matrix = Float64Array.from({ length: size * size }, (_, index) => {
        const [row, column] = [Math.floor(index / size), index % size];
        const dot = (factor[row] ?? []).reduce(
          (sum, value, k) => sum + value * (factor[column]?.[k] ?? 0),
          0,
        );
        return dot + (row === column ? 1 : 0);
      });
      const right = Float64Array.from({ length: size }, () => random.normal());
      const solution = solvePositiveDefinite(matrix, right);
      for (let row = 0; row < size; row += 1) {
        const product = solution.reduce(
          (sum, value, column) => sum + value * (matrix[row * size + column] ?? 0),
          0,
        );
        expect(product).toBeCloseTo(right[row] ?? 0, 9);
      }
    }
  });

  it('solvePositiveDefinite - when A is singular - then refuses', () => {
    expect(() => solvePositiveDefinite(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1))).toThrow(
      RangeError,
    );
  });
});
