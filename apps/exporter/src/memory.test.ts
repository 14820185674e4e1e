import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { residentBytes } from '../test/memory/resident-memory.ts';
import { type ScrapedExporter, startScrapedExporter } from '../test/memory/scraped-exporter.ts';

const LIMIT_BYTES = 90e6;
const SCRAPES = 300;

const folder = mkdtempSync(join(tmpdir(), 'exporter-memory-'));
let exporter: ScrapedExporter | undefined;

afterEach(() => {
  exporter?.process.kill();
  rmSync(folder, { recursive: true, force: true });
});

// Only Linux tells what counts here, and only Linux lets a process replace itself.
test.runIf(process.platform === 'linux')(
  `exporter - when it has been scraped ${SCRAPES} times since its very first start - then it holds at most 90 MB`,
  async () => {
    exporter = await startScrapedExporter(folder);
    for (let count = 0; count < SCRAPES; count++) await exporter.scrape();
    expect(residentBytes(exporter.process.pid)).toBeLessThanOrEqual(LIMIT_BYTES);
  },
  120_000,
);
