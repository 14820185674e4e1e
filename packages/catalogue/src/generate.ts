/** `npm run generate`: writes the rule files of Prometheus, their unit tests and the configuration of the drill. */
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.ts';
import { GENERATED } from './render/header.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = generatedFiles();

for (const [path, content] of files) {
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, content);
}

// A group that was renamed leaves files behind that Prometheus would go on reading.
for (const path of globSync('infra/prometheus/{rules,tests}/**/*.yml', { cwd: root })) {
  if (!files.has(path) && readFileSync(root + path, 'utf8').startsWith(GENERATED)) await rm(root + path);
}
