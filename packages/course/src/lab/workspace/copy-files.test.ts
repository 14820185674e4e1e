import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyFiles, filledIn } from './copy-files.ts';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

function folders(): { from: string; to: string } {
  const folder = mkdtempSync(join(tmpdir(), 'copy-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const from = join(folder, 'from');
  const to = join(folder, 'to');
  mkdirSync(join(from, 'src'), { recursive: true });
  mkdirSync(to);
  writeFileSync(join(from, 'src/a.ts'), 'listen(${PORT})');
  writeFileSync(join(from, 'model.onnx'), Buffer.from([0xff, 0x24, 0x7b, 0x50, 0x7d]));
  return { from, to };
}

describe('copyFiles', () => {
  test('when the folder is empty - then text is filled in, and every other byte is as it was', async () => {
    const { from, to } = folders();
    expect(await copyFiles(from, to, { PORT: 80, P: 1 })).toEqual(['model.onnx', 'src/a.ts']);
    expect(readFileSync(join(to, 'src/a.ts'), 'utf8')).toBe('listen(80)');
    expect(readFileSync(join(to, 'model.onnx'))).toEqual(readFileSync(join(from, 'model.onnx')));
  });

  test('when it is done again - then only what was changed is written', async () => {
    const { from, to } = folders();
    const all = await copyFiles(from, to, { PORT: 80 });
    writeFileSync(join(to, 'model.onnx'), 'broken');
    for (const path of all) utimesSync(join(to, path), LONG_AGO, LONG_AGO);
    expect(await copyFiles(from, to, { PORT: 80 })).toEqual(all);
    const written = all.filter((path) => statSync(join(to, path)).mtime > LONG_AGO);
    expect(written).toEqual(['model.onnx']);
  });

  test('when there is no folder to copy - then nothing is', async () => {
    const { from, to } = folders();
    expect(await copyFiles(join(from, 'starter'), to, {})).toEqual([]);
  });
});

test('filledIn - when a name is known - then it becomes its value, and what is not known stays', () => {
  const text = 'http://127.0.0.1:${INFERENCE_PORT} ${HOME} ${__value.raw} `${count} of ${TOTAL}`';
  expect(filledIn(text, { INFERENCE_PORT: 9122 })).toBe(
    'http://127.0.0.1:9122 ${HOME} ${__value.raw} `${count} of ${TOTAL}`',
  );
});
