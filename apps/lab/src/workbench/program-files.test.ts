import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { programFiles } from './program-files.ts';

test('programFiles - when files import each other, packages, and one that is not there - then its own are named, that too', () => {
  const folder = tempDir();
  mkdirSync(join(folder, 'src/shared'), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  write('src/server.ts', "import Fastify from 'fastify';\nimport { app } from './app.ts';\n");
  write('src/app.ts', "export * from './shared/http.ts';\nconst late = await import('./late.ts');\n");
  write('src/shared/http.ts', 'import \'../app.ts\';\nimport type { A } from "../../types.ts";\n');
  write('src/other.ts', "import './app.ts';\n");
  expect([...programFiles(folder, './src/server.ts')].sort()).toEqual([
    'src/app.ts',
    'src/late.ts',
    'src/server.ts',
    'src/shared/http.ts',
    'types.ts',
  ]);
});
