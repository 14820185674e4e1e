/** Every series that a panel may ask for, with its labels. */
import * as catalogue from '@lab/catalogue';
import * as external from '@lab/catalogue/external';
import { LOG_RECORDING_GROUPS } from '@lab/catalogue/log-alerts';
import type { Series } from '@lab/catalogue/promql';
import { RECORDING_RULE_GROUPS } from '@lab/catalogue/rules';
import { SLO_SERIES } from '../slo-series.ts';

export type KnownSeries = ReadonlyMap<string, ReadonlySet<string>>;

/** What a target, a histogram or Prometheus itself adds. */
const ADDED = ['job', 'instance', 'service', 'le', 'environment'];
const SUFFIXES = ['_bucket', '_sum', '_count'];

const isSeries = (value: unknown): value is Series =>
  typeof value === 'object' && value !== null && 'name' in value && 'labels' in value;

export function knownSeries(): KnownSeries {
  const groups = [...RECORDING_RULE_GROUPS, ...LOG_RECORDING_GROUPS];
  const all = [
    ...Object.values<unknown>(catalogue),
    ...Object.values<unknown>(external),
    ...groups.flatMap(({ rules }) => rules),
    ...SLO_SERIES,
  ].filter(isSeries);
  return new Map(
    all.flatMap((series) => {
      const labels = new Set([...Object.keys(series.labels), ...ADDED]);
      const names = 'type' in series && series.type === 'histogram' ? SUFFIXES : [''];
      return names.map((suffix) => [`${series.name}${suffix}`, labels] as const);
    }),
  );
}

/** The name that a typing error was probably meant to be: most letters in common at the beginning. */
export function nearest(name: string, names: Iterable<string>): string {
  const common = (other: string): number => {
    let length = 0;
    while (length < name.length && name[length] === other[length]) length += 1;
    return length;
  };
  return [...names].reduce((best, other) => (common(other) > common(best) ? other : best), '');
}
