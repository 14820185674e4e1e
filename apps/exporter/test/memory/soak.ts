/**
 * `npm run soak -w @lab/exporter -- [scrapes]`: memory of the exporter over ten thousand scrapes, and how much it grew
 * in the second half of them, where everything that is kept on purpose is there already.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residentBytes } from './resident-memory.ts';
import { startScrapedExporter } from './scraped-exporter.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const MIB = 1024 ** 2;
const scrapes = Number(process.argv[2] ?? 10_000);
const step = Math.max(1, Math.floor(scrapes / 20));

const folder = mkdtempSync(join(tmpdir(), 'exporter-soak-'));
const exporter = await startScrapedExporter(folder);
const resident = () => residentBytes(exporter.process.pid) / MIB;
const readings: number[] = [];
say(`scrapes  resident MiB\n${'0'.padStart(7)}  ${resident().toFixed(1)}`);
for (let count = 1; count <= scrapes; count++) {
  await exporter.scrape();
  if (count % step !== 0) continue;
  readings.push(resident());
  say(`${String(count).padStart(7)}  ${readings.at(-1)?.toFixed(1)}`);
}
const half = Math.floor(readings.length / 2);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const growth = mean(readings.slice(half)) - mean(readings.slice(0, half));
say(`highest ${Math.max(...readings).toFixed(1)} MiB`);
say(`mean of the second half minus mean of the first: ${growth.toFixed(1)} MiB`);
await exporter.process.stop();
rmSync(folder, { recursive: true });
