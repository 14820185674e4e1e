import { ParseError } from '../errors.ts';
import type { MetricFamily, Sample } from './metric-family.ts';

/** Of a metric or a label. */
const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Some names come from files of the kernel (`/proc/meminfo`), and Prometheus refuses a whole scrape for one name that
 * is none, or one series that comes twice. So it is the collector that must be refused.
 *
 * @throws ParseError for the first such name or series
 */
export function checkFamilies(families: readonly MetricFamily[]): void {
  const names = new Set<string>();
  for (const { name, samples } of families) {
    if (!isName(name)) throw new ParseError('metric name', name);
    if (names.has(name)) throw new ParseError('metric name that comes twice', name);
    names.add(name);
    checkSamples(name, samples);
  }
}

function checkSamples(name: string, samples: readonly Sample[]): void {
  const series = new Set<string>();
  for (const { suffix = '', labels } of samples) {
    let key = suffix;
    for (const label in labels) {
      if (!isName(label)) throw new ParseError(`label of ${name}`, label);
      key += `\0${label}\0${labels[label]}`;
    }
    if (series.has(key)) throw new ParseError(`series of ${name} that comes twice`, JSON.stringify(labels));
    series.add(key);
  }
}

/** Names that were good once, for they are the same at every scrape; bounded, should a file invent new ones each time. */
const goodNames = new Set<string>();
const MOST_NAMES = 10_000;

function isName(text: string): boolean {
  if (goodNames.has(text)) return true;
  if (!NAME.test(text)) return false;
  if (goodNames.size < MOST_NAMES) goodNames.add(text);
  return true;
}
