import { closeSync, openSync, writeSync } from 'node:fs';
import type { SampleSink } from './sample-writer.ts';

/** Lines in memory before they go to disk. */
const BATCH = 5000;

/** Samples as an OpenMetrics file, for `promtool tsdb create-blocks-from openmetrics`. */
export class OpenMetricsFile implements SampleSink {
  readonly #file: number;
  #lines: string[] = [];

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  write(name: string, labels: string, value: number, seconds: number): void {
    this.#lines.push(`${name}{${labels}} ${value} ${seconds}\n`);
    if (this.#lines.length >= BATCH) this.#flush();
  }

  close(): void {
    this.#lines.push('# EOF\n');
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#lines.join(''));
    this.#lines = [];
  }
}
