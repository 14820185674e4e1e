/**
 * `npm run generate`: writes the rule files of Prometheus and Loki, their unit tests, the configuration of the drill,
 * pages of reference and the last section of each runbook.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVERY_ALERT, runbookPath } from './alerts/index.ts';
import { generatedFiles } from './generated-files.ts';
import { GENERATED } from './render/header.ts';
import { referencePages } from './render/reference/index.ts';
import { withProof } from './render/runbook-proof.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = generatedFiles();

for (const [path, content] of [...files, ...referencePages()]) {
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, content);
}

for (const { name } of EVERY_ALERT) {
  const page = root + runbookPath(name);
  if (existsSync(page)) await writeFile(page, withProof(readFileSync(page, 'utf8'), name));
}

// A group that was renamed leaves files behind that Prometheus would go on reading.
for (const path of globSync('infra/{prometheus/rules,prometheus/tests,loki/rules}/**/*.{yml,yaml}', {
  cwd: root,
})) {
  if (!files.has(path) && readFileSync(root + path, 'utf8').startsWith(GENERATED)) await rm(root + path);
}
