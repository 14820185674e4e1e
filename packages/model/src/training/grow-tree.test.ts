import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { binFeatures } from './binning.ts';
import { growTree, type TreeOptions } from './grow-tree.ts';
import { LEAF, leafValue } from './tree.ts';

const OPTIONS: TreeOptions = { maxDepth: 3, lambda: 1, minChildHessian: 0.5, learningRate: 1 };

describe('growTree', () => {
  it('growTree - when one cut separates the gradients - then finds it and both leaves are -G / (H + lambda)', () => {
    const features = Float32Array.of(1, 2, 3, 10, 11);
    const gradients = Float64Array.of(-1, -1, -1, 2, 2);
    const hessians = new Float64Array(5).fill(1);
    const tree = growTree(binFeatures({ rows: 5, features }, 16), gradients, hessians, new Float64Array(5), {
      ...OPTIONS,
      maxDepth: 1,
    });
    expect(tree.feature).toEqual([0, LEAF, LEAF]);
    expect(tree.threshold[0]).toBe(6.5);
    expect(tree.value.slice(1)).toEqual([3 / 4, Math.fround(-4 / 3)]);
  });

  it('growTree - when compared with trying every cut of every input - then the root gains as much', () => {
    const random = Xoshiro128.seeded(3);
    for (let round = 0; round < 20; round += 1) {
      const [rows, width] = [80, 3];
      const features = Float32Array.from({ length: rows * width }, () => random.integerBelow(12));
      const gradients = Float64Array.from({ length: rows }, () => random.normal());
      const hessians = Float64Array.from({ length: rows }, () => random.uniform());
      const gainOf = (feature: number, cut: number) => {
        const part = (side: boolean) => {
          let [gradient, hessian] = [0, 0];
          for (let row = 0; row < rows; row += 1) {
            if ((features[row * width + feature] ?? 0) <= cut !== side) continue;
            gradient += gradients[row] ?? 0;
            hessian += hessians[row] ?? 0;
          }
          return { hessian, score: (gradient * gradient) / (hessian + OPTIONS.lambda) };
        };
        const [yes, no] = [part(true), part(false)];
        return Math.min(yes.hessian, no.hessian) < OPTIONS.minChildHessian ? 0 : yes.score + no.score;
      };
      const best = Math.max(
        ...[0, 1, 2].flatMap((feature) => Array.from({ length: 12 }, (_, cut) => gainOf(feature, cut))),
      );
      const tree = growTree(
        binFeatures({ rows, features }, 16),
        gradients,
        hessians,
        new Float64Array(rows),
        OPTIONS,
      );
      expect(gainOf(tree.feature[0] ?? 0, tree.threshold[0] ?? 0)).toBeCloseTo(best, 9);
    }
  });

  it('growTree - when it adds to the logits - then each row gets the value of the leaf that it falls into', () => {
    const random = Xoshiro128.seeded(6);
    const features = Float32Array.from({ length: 400 }, () => random.normal());
    const logits = new Float64Array(200);
    const gradients = Float64Array.from({ length: 200 }, () => random.normal());
    const tree = growTree(
      binFeatures({ rows: 200, features }, 32),
      gradients,
      new Float64Array(200).fill(1),
      logits,
      OPTIONS,
    );
    expect(new Set(tree.value).size).toBeGreaterThan(4);
    for (let row = 0; row < 200; row += 1) expect(logits[row]).toBe(leafValue(tree, features, row * 2));
  });

  it('growTree - when the best cut leaves too little on one side - then takes the best of the others', () => {
    const binned = binFeatures({ rows: 4, features: Float32Array.of(1, 2, 3, 4) }, 4);
    const gradients = Float64Array.of(-9, 1, 1, 2);
    const hessians = new Float64Array(4).fill(1);
    const rootCut = (minChildHessian: number) =>
      growTree(binned, gradients, hessians, new Float64Array(4), { ...OPTIONS, minChildHessian })
        .threshold[0];
    expect(rootCut(1)).toBe(1.5);
    expect(rootCut(2)).toBe(2.5);
  });

  it('growTree - when no split gains anything - then the tree is one leaf', () => {
    const binned = binFeatures({ rows: 3, features: Float32Array.of(1, 1, 1) }, 4);
    const tree = growTree(
      binned,
      Float64Array.of(1, 1, 1),
      Float64Array.of(1, 1, 1),
      new Float64Array(3),
      OPTIONS,
    );
    expect(tree.feature).toEqual([LEAF]);
    expect(tree.value).toEqual([-0.75]);
  });
});
