import { ParseError } from '../errors.ts';
import type { MetricFamily } from './metric-family.ts';

const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = METRIC_NAME;

/**
 * Some names come from files of the kernel (`/proc/meminfo`), and Prometheus refuses a whole scrape for one name that
 * is none, or one series that comes twice. So it is the collector that must be refused.
 *
 * @throws ParseError for the first such name or series
 */
export function checkFamilies(families: readonly MetricFamily[]): void {
  const names = new Set<string>();
  for (const { name, samples } of families) {
    if (!METRIC_NAME.test(name)) throw new ParseError('metric name', name);
    if (names.has(name)) throw new ParseError('metric name that comes twice', name);
    names.add(name);
    const series = new Set<string>();
    for (const { suffix = '', labels } of samples) {
      const pairs = Object.entries(labels);
      const bad = pairs.find(([label]) => !LABEL_NAME.test(label));
      if (bad !== undefined) throw new ParseError(`label of ${name}`, bad[0]);
      const key = [suffix, ...pairs.flat()].join('\0');
      if (series.has(key)) throw new ParseError(`series of ${name} that comes twice`, JSON.stringify(labels));
      series.add(key);
    }
  }
}
