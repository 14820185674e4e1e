import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { DEFAULT_USER_FEATURES, FEATURE_NAMES, USER_FEATURE_NAMES } from '../features/index.ts';
import { readReferenceProfile } from '../profile/index.ts';
import { readModelRepository } from '../repository/index.ts';
import { drawSplits } from './data-splits.ts';
import { featureColumn } from './dataset.ts';
import { buildModelRepository } from './model-repository.ts';
import { DATA, MODEL_NAME } from './recipes.ts';

const COMMITTED = join(import.meta.dirname, '../../../../models');
const WRITTEN_BY_HAND = ['README.md', 'routes.json'].map((name) => join(COMMITTED, name));

async function committedFraudVersions() {
  const { models } = await readModelRepository(COMMITTED);
  return models.find((model) => model.name === MODEL_NAME)?.versions ?? [];
}

describe('the committed model repository', () => {
  it('buildModelRepository - when run again - then gives every committed file byte for byte', async () => {
    const built = buildModelRepository();
    const entries = await readdir(COMMITTED, { recursive: true, withFileTypes: true });
    const committed = entries
      .filter((entry) => entry.isFile() && !WRITTEN_BY_HAND.includes(join(entry.parentPath, entry.name)))
      .map((entry) => join(entry.parentPath, entry.name).slice(COMMITTED.length + 1));
    expect(committed.sort()).toEqual([...built.keys()].sort());
    for (const [path, bytes] of built) {
      const isSame = Buffer.compare(await readFile(join(COMMITTED, path)), bytes) === 0;
      expect(isSame, `${path} is as trained`).toBe(true);
    }
  }, 180_000);

  it('DEFAULT_USER_FEATURES - when the training data is drawn again - then they are its medians', () => {
    const { training } = drawSplits({ ...DATA, validationRows: 1, heldOutRows: 1 });
    for (const name of USER_FEATURE_NAMES) {
      const sorted = featureColumn(training, FEATURE_NAMES.indexOf(name)).sort();
      expect(Math.fround(DEFAULT_USER_FEATURES[name]), name).toBe(sorted[sorted.length / 2]);
    }
  }, 60_000);

  it('fraud-detection - when its manifests are compared - then version 2 is better and the thresholds differ', async () => {
    const [first, second] = (await committedFraudVersions()).map((version) => version.manifest);
    if (first === undefined || second === undefined)
      throw new Error('two versions with manifests are expected');
    expect(first.sha256).not.toBe(second.sha256);
    expect(second.quality.auc).toBeGreaterThan(first.quality.auc + 0.02);
    expect((second.quality.best_possible_auc ?? Number.NaN) - second.quality.auc).toBeLessThan(0.01);
    expect(second.quality.best_possible_auc).toBeGreaterThan(second.quality.auc);
    expect(first.thresholds).not.toEqual(second.thresholds);
    for (const { feature_names } of [first, second]) expect(feature_names).toEqual([...FEATURE_NAMES]);
  });

  it('reference-profile.json - when read - then its counts, shares and samples are consistent', async () => {
    for (const version of await committedFraudVersions()) {
      const profile = await readReferenceProfile(version.referenceProfilePath ?? '');
      const names = new Set(FEATURE_NAMES.map((name) => name.split('=')[0]));
      expect(new Set(profile.features.map((feature) => feature.name))).toEqual(names);
      for (const summary of [...profile.features, profile.prediction]) {
        expect(summary.count).toBe(profile.rows);
        expect(profile.sample[summary.name]).toHaveLength(2000);
        if (summary.kind === 'numeric') {
          expect(summary.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(profile.rows);
          expect(summary.histogram.counts).toHaveLength(summary.histogram.edges.length + 1);
          expect(summary.histogram.edges).toEqual(
            [...new Set(summary.histogram.edges)].sort((a, b) => a - b),
          );
        } else {
          expect(Object.values(summary.categories).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
        }
      }
    }
  });

  it('add-sub - when ONNX Runtime runs a batch of two - then adds and subtracts', async () => {
    const session = await InferenceSession.create(join(COMMITTED, 'add-sub/1/model.onnx'));
    const INPUT0 = new Tensor('float32', [1, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
    const INPUT1 = new Tensor('float32', [10, 10, 10, 10, 0, -1, 0.5, 8], [2, 4]);
    const { OUTPUT0, OUTPUT1 } = await session.run({ INPUT0, INPUT1 });
    expect([...((OUTPUT0?.data as Float32Array | undefined) ?? [])]).toEqual([11, 12, 13, 14, 5, 5, 7.5, 16]);
    expect([...((OUTPUT1?.data as Float32Array | undefined) ?? [])]).toEqual([-9, -8, -7, -6, 5, 7, 6.5, 0]);
  });
});
