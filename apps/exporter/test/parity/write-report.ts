import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './engines.ts';
import { renderReport } from './report.ts';
import { runParity } from './run-parity.ts';

const file = join(ROOT, 'docs/reference/node-exporter-parity.md');
const parity = await runParity();
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, renderReport(parity));
const differing = parity.answers.filter(({ state }) => state === 'differ');
for (const { family, what, detail } of parity.exposition.differences)
  process.stdout.write(`${family} (${what}): ${detail}\n`);
for (const { question, detail } of differing) process.stdout.write(`${question.expression}: ${detail}\n`);
process.stdout.write(`${file}\n`);
process.exitCode = parity.exposition.differences.length + differing.length === 0 ? 0 : 1;
