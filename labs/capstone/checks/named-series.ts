import { metricsNamedIn } from '../../shared/markdown.ts';

/** Endings of a histogram's or summary's series: in a text it goes by the name without them. */
const PARTS = '(?:_bucket|_count|_sum)?';

export interface Named {
  /** By the look of their names metrics: each has to exist. */
  readonly metrics: readonly string[];
  /** Whatever else stands in code and may be one, such as a gauge or `up`: it counts where it exists. */
  readonly perhaps: readonly string[];
}

/** @param sections of the design; what was rejected need not exist */
export function seriesNamedIn(sections: ReadonlyMap<string, string>): Named {
  const kept = [...sections].filter(([heading]) => heading !== 'rejected').map(([, text]) => text);
  const text = kept.join('\n\n');
  const metrics = metricsNamedIn(text);
  const inCode = [...text.matchAll(/`([a-z_][a-z0-9_]*)(?:\{[^`]*\})?`/g)].map(([, name = '']) => name);
  return { metrics, perhaps: [...new Set(inCode)].filter((name) => !metrics.includes(name)) };
}

/** A query that has one sample for each of them that exists. */
export const namesQuery = ({ metrics, perhaps }: Named): string =>
  `group by (__name__) ({__name__=~"(?:${[...metrics, ...perhaps].join('|')})${PARTS}"})`;

/** Which of the names the found series belong to. */
export const existing = (names: readonly string[], series: readonly string[]): readonly string[] =>
  names.filter((name) => series.some((one) => new RegExp(`^${name}${PARTS}$`).test(one)));
