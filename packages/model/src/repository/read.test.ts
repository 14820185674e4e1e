import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  listModelVersions,
  type ModelManifest,
  type ModelRepositoryErrorCode,
  readModelRepository,
  readModelVersion,
} from './index.ts';

const MODEL = Buffer.from('not parsed here');
const MANIFEST: ModelManifest = {
  name: 'demo',
  version: '2',
  sha256: createHash('sha256').update(MODEL).digest('hex'),
  inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 3] }],
  outputs: [{ name: 'probability', datatype: 'FP32', shape: [-1, 1] }],
  feature_names: ['a', 'b', 'c'],
  thresholds: { review: 0.1, decline: 0.5 },
  quality: {
    rows: 10,
    fraud_share: 0.1,
    auc: 0.9,
    best_possible_auc: 0.95,
    log_loss: 0.1,
    best_possible_log_loss: 0.09,
    brier: 0.02,
    best_possible_brier: 0.01,
    accuracy: 0.9,
    precision: 0.5,
    recall: 0.5,
    false_positive_rate: 0.01,
  },
  trained: { algorithm: 'none', seed: 1, rows: 10, hyperparameters: {} },
};

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'model-repository-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(join(directory, path, '..'), { recursive: true });
  await writeFile(join(directory, path), content);
}

async function expectRefusal(code: ModelRepositoryErrorCode, path: string): Promise<void> {
  await expect(readModelRepository(directory)).rejects.toMatchObject({
    name: 'ModelRepositoryError',
    code,
    path: join(directory, path),
  });
}

describe('readModelRepository', () => {
  it('readModelRepository - when models and versions lie there - then lists them in order of name and number', async () => {
    for (const version of ['10', '2', '9']) await write(`generic/${version}/model.onnx`, MODEL);
    await write('demo/2/model.onnx', MODEL);
    await write('demo/2/manifest.json', JSON.stringify(MANIFEST));
    await write('demo/2/reference-profile.json', '{}');
    const { models } = await readModelRepository(directory);
    expect(models.map(({ name, versions }) => [name, versions.map(({ version }) => version)])).toEqual([
      ['demo', ['2']],
      ['generic', ['2', '9', '10']],
    ]);
    expect(models[0]?.versions[0]).toEqual({
      name: 'demo',
      version: '2',
      directory: join(directory, 'demo/2'),
      modelPath: join(directory, 'demo/2/model.onnx'),
      sha256: MANIFEST.sha256,
      manifest: MANIFEST,
      referenceProfilePath: join(directory, 'demo/2/reference-profile.json'),
    });
    expect(models[1]?.versions[0]).toMatchObject({ manifest: undefined, referenceProfilePath: undefined });
  });

  it('readModelRepository - when other files lie beside the models - then leaves them alone', async () => {
    await write('demo/2/model.onnx', MODEL);
    await write('demo/config.pbtxt', 'name: "demo"');
    await write('demo/02/notes.txt', 'no version');
    await write('README.md', 'models');
    await write('.git/HEAD', 'no model');
    const { models } = await readModelRepository(directory);
    expect(models.map(({ name, versions }) => [name, versions.length])).toEqual([['demo', 1]]);
  });

  it('readModelRepository - when the directory does not exist - then says so', async () => {
    await expect(readModelRepository(join(directory, 'nowhere'))).rejects.toMatchObject({
      code: 'REPOSITORY_UNREADABLE',
    });
  });

  it('readModelRepository - when a model has no version - then says so', async () => {
    await write('demo/config.pbtxt', 'name: "demo"');
    await expectRefusal('MODEL_WITHOUT_VERSIONS', 'demo');
  });

  it('readModelRepository - when model.onnx is missing - then says so', async () => {
    await write('demo/2/manifest.json', JSON.stringify(MANIFEST));
    await expectRefusal('MODEL_FILE_MISSING', 'demo/2/model.onnx');
  });

  it('readModelRepository - when one byte of model.onnx is changed - then says so', async () => {
    await write('demo/2/model.onnx', Buffer.concat([MODEL, Buffer.of(0)]));
    await write('demo/2/manifest.json', JSON.stringify(MANIFEST));
    await expectRefusal('MODEL_SHA_MISMATCH', 'demo/2/model.onnx');
  });

  it('readModelRepository - when a manifest lies under another version - then says so', async () => {
    await write('demo/3/model.onnx', MODEL);
    await write('demo/3/manifest.json', JSON.stringify(MANIFEST));
    await expectRefusal('MANIFEST_MISPLACED', 'demo/3/manifest.json');
  });

  it('readModelRepository - when the manifest is no JSON - then says so', async () => {
    await write('demo/2/model.onnx', MODEL);
    await write('demo/2/manifest.json', '{');
    await expectRefusal('MANIFEST_MALFORMED', 'demo/2/manifest.json');
  });

  const damages: [string, Record<string, unknown>][] = [
    ['name', { name: '' }],
    ['version', { version: 2 }],
    ['sha256', { sha256: 'abc' }],
    ['inputs', { inputs: [] }],
    ['outputs', { outputs: [{ name: 'probability', datatype: 'FP32' }] }],
    ['feature_names', { feature_names: [1] }],
    ['thresholds', { thresholds: { review: 0.9, decline: 0.5 } }],
    ['quality', { quality: { auc: null } }],
    ['trained', { trained: {} }],
  ];
  for (const [field, damage] of damages) {
    it(`readModelRepository - when ${field} of the manifest is wrong - then names it and nothing else`, async () => {
      await write('demo/2/model.onnx', MODEL);
      await write('demo/2/manifest.json', JSON.stringify({ ...MANIFEST, ...damage }));
      const error = await readModelRepository(directory).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'MANIFEST_MALFORMED' });
      const problems = String(error).split('manifest.json: ')[1]?.split('; ') ?? [];
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([field]);
    });
  }
});

describe('listModelVersions', () => {
  it('listModelVersions - when files are broken or missing - then lists their versions all the same', async () => {
    await write('demo/10/model.onnx', MODEL);
    await write('demo/9/manifest.json', '{');
    await write('empty/config.pbtxt', 'name: "empty"');
    await symlink(join(directory, 'nowhere'), join(directory, 'gone'));
    expect(await listModelVersions(directory)).toEqual([
      { name: 'demo', versions: ['9', '10'] },
      { name: 'empty', versions: [] },
      { name: 'gone', versions: [] },
    ]);
  });
});

describe('readModelVersion', () => {
  it('readModelVersion - when a version beside it is broken - then reads the one asked for', async () => {
    await write('demo/2/model.onnx', MODEL);
    await write('demo/2/manifest.json', JSON.stringify(MANIFEST));
    await write('demo/3/manifest.json', '{');
    expect(await readModelVersion(directory, 'demo', '2')).toMatchObject({
      version: '2',
      manifest: MANIFEST,
    });
    await expect(readModelVersion(directory, 'demo', '3')).rejects.toMatchObject({
      code: 'MODEL_FILE_MISSING',
    });
  });

  it.each([
    ['..', '1'],
    ['../outside', '1'],
    ['.hidden', '1'],
    ['', '1'],
    ['demo/..', '1'],
    ['demo', '../1'],
    ['demo', '01'],
  ])(
    'readModelVersion - when asked for %j %j - then finds nothing, wherever the path leads',
    async (name, version) => {
      for (const path of ['1', 'outside/1', 'inside/.hidden/1', 'inside/1', 'inside/demo/01'])
        await write(`${path}/model.onnx`, MODEL);
      await expect(readModelVersion(join(directory, 'inside'), name, version)).rejects.toMatchObject({
        code: 'MODEL_FILE_MISSING',
      });
    },
  );
});
