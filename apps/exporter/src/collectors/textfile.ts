import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkFamilies } from '../exposition/check-families.ts';
import { gauge, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import { parseText } from '../exposition/parse-text.ts';
import type { Collector } from '../registry/collector.ts';

interface TextFile {
  readonly path: string;
  /** Unix time in whole seconds. */
  readonly mtime: number;
  readonly families: readonly MetricFamily[];
}

/** Metrics that other programs (backups, cron jobs) left in `*.prom` files of the folders of TEXTFILE_DIRECTORIES. */
export const textfile: Collector = {
  name: 'textfile',
  enabledByDefault: true,
  create: (host) => () => {
    let failed = false;
    const attempt = <Result>(work: () => Result): Result | undefined => {
      try {
        return work();
      } catch {
        failed = true; // one bad file must not hide the others: node_textfile_scrape_error tells
        return undefined;
      }
    };
    const paths = host.textfiles.flatMap((folder) => attempt(() => promFiles(folder)) ?? []);
    const files = paths.flatMap((path) => attempt(() => readTextFile(path)) ?? []);
    const families = mergeByName(files.flatMap((file) => file.families));
    return [
      ...families.merged,
      gauge(
        'node_textfile_mtime_seconds',
        'Unixtime mtime of textfiles successfully read.',
        files.map(({ path, mtime }) => ({ labels: { file: path }, value: mtime })),
      ),
      gauge(
        'node_textfile_scrape_error',
        '1 if there was an error opening or reading a file, 0 otherwise',
        Number(failed || families.inconsistent),
      ),
    ];
  },
};

const promFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.prom'))
    .sort()
    .map((name) => join(folder, name));

function readTextFile(path: string): TextFile {
  const families = parseText(readFileSync(path, 'utf8')).map(
    ({ help, samples, ...family }): MetricFamily => ({
      ...family,
      help: help ?? `Metric read from ${path}`,
      samples: withSameLabels(samples),
    }),
  );
  checkFamilies(families);
  return { path, mtime: Math.floor(statSync(path).mtimeMs / 1000), families };
}

/** A label that only some samples of a family have is empty in the others. */
function withSameLabels(samples: readonly Sample[]): Sample[] {
  const names = new Set(
    samples.flatMap(({ suffix, labels }) => (suffix === undefined ? Object.keys(labels) : [])),
  );
  return samples.map((sample) => {
    if (sample.suffix !== undefined) return sample;
    const missing = [...names].filter((name) => !(name in sample.labels));
    return {
      ...sample,
      labels: { ...sample.labels, ...Object.fromEntries(missing.map((name) => [name, ''])) },
    };
  });
}

/** Two files may share a family; where they disagree on what it is, the first one is right. */
function mergeByName(families: readonly MetricFamily[]) {
  const merged = new Map<string, MetricFamily>();
  let inconsistent = false;
  for (const family of families) {
    const first = merged.get(family.name);
    if (first !== undefined && (first.help !== family.help || first.type !== family.type)) {
      inconsistent = true;
      continue;
    }
    merged.set(family.name, { ...family, samples: [...(first?.samples ?? []), ...family.samples] });
  }
  return { merged: [...merged.values()], inconsistent };
}
