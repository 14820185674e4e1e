// npm run train [-- <directory>]: writes the model repository, by default the committed one.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildModelRepository, writeFiles } from './training/index.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const directory = resolve(positionals[0] ?? `${import.meta.dirname}/../../../models`);
const startedAt = performance.now();

function report(line: string): void {
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
}

const files = buildModelRepository(report);
await writeFiles(directory, files);
report(`wrote ${files.size} files to ${directory}`);
