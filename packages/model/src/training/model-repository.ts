import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addSubToOnnx } from '../onnx/graphs.ts';
import { drawSplits } from './data-splits.ts';
import { DATA, MODEL_NAME, VERSIONS } from './recipes.ts';
import { buildRelease } from './release.ts';
import { addSubTritonConfig, classifierTritonConfig } from './triton-config.ts';

/** Every file of the model repository by its path inside, made from nothing but the recipes. */
export function buildModelRepository(onProgress: (line: string) => void = () => {}): Map<string, Uint8Array> {
  const utf8 = new TextEncoder();
  const files = new Map<string, Uint8Array>([
    ['add-sub/config.pbtxt', utf8.encode(addSubTritonConfig())],
    ['add-sub/1/model.onnx', addSubToOnnx()],
    [`${MODEL_NAME}/config.pbtxt`, utf8.encode(classifierTritonConfig(MODEL_NAME))],
  ]);
  onProgress(`drawing ${DATA.trainingRows + DATA.validationRows + DATA.heldOutRows} transactions`);
  const splits = drawSplits(DATA);
  for (const recipe of VERSIONS) {
    const release = buildRelease(recipe, splits, DATA.seed, onProgress);
    for (const [name, bytes] of release.files) files.set(`${MODEL_NAME}/${recipe.version}/${name}`, bytes);
  }
  return files;
}

/** Writes files by their relative paths under `directory`. What else lies there stays. */
export async function writeFiles(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}
