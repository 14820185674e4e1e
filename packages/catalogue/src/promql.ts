/**
 * PromQL out of metric definitions: a name or a label that does not exist is a type error, not an empty panel.
 *
 * Only what rules and panels need. Anything rarer is written as a template literal around these.
 */

export { metricNames } from './promql-names.ts';

/** Anything that gives time series: a metric of ours, one of somebody else's, a recording rule. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** Labels that a target gives to every series scraped from it. */
type TargetLabel = 'job' | 'instance' | 'service';

export type LabelOf<S extends Series> = (keyof S['labels'] & string) | TargetLabel;

export interface Matcher {
  readonly operator: '!=' | '=~' | '!~';
  readonly value: string;
}

/** A plain string matches exactly. */
export type Matchers<S extends Series> = { readonly [Label in LabelOf<S>]?: string | Matcher };

export const not = (value: string): Matcher => ({ operator: '!=', value });
export const like = (value: string): Matcher => ({ operator: '=~', value });
export const unlike = (value: string): Matcher => ({ operator: '!~', value });

function braces(matchers: Readonly<Record<string, string | Matcher | undefined>>): string {
  const parts = Object.entries(matchers).flatMap(([label, matcher]) => {
    if (matcher === undefined) return [];
    const { operator, value } = typeof matcher === 'string' ? { operator: '=', value: matcher } : matcher;
    return [`${label}${operator}${JSON.stringify(value)}`];
  });
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

/** `name{label="value"}` */
export const select = <S extends Series>(series: S, matchers: Matchers<S> = {}): string =>
  `${series.name}${braces(matchers)}`;

/** `rate(name{…}[window])`, for counters. */
export const rate = <S extends Series>(series: S, window: string, matchers: Matchers<S> = {}): string =>
  `rate(${select(series, matchers)}[${window}])`;

/** `increase(name{…}[window])`, for counters that are looked at as whole numbers. */
export const increase = <S extends Series>(series: S, window: string, matchers: Matchers<S> = {}): string =>
  `increase(${select(series, matchers)}[${window}])`;

/**
 * What a counter shows when it appears: many exist only from their first event on, and `increase` needs a value before
 * that. Asks that the target was known a window ago, or every restart of Prometheus would count the past as new.
 */
export const appeared = <S extends Series>(series: S, window: string): string =>
  `(${select(series)} unless ${select(series)} offset ${window} and on (job, instance) up offset ${window})`;

const aggregate = (operation: string) => (labels: readonly string[], expression: string) =>
  labels.length === 0
    ? `${operation}(${expression})`
    : `${operation} by (${labels.join(', ')}) (${expression})`;

export const sumBy = aggregate('sum');
export const avgBy = aggregate('avg');
export const maxBy = aggregate('max');
export const minBy = aggregate('min');
export const countBy = aggregate('count');

/**
 * Part of a whole. Without traffic the answer is nothing at all: 0 / 0 is NaN, which no comparison notices and
 * every graph draws differently.
 */
export const ratio = (part: string, whole: string): string => `${part}\n/\n(${whole} > 0)`;

/**
 * True only where a counter has grown by `events` within the window. A share of three requests is an anecdote: what
 * judges a ratio or a quantile asks for this as well. Counted rather than per second, so that it means the same in
 * a timing that runs faster.
 */
export const withEvents = <S extends Series>(
  condition: string,
  events: number,
  counter: S,
  labels: readonly string[],
  window: string,
  matchers: Matchers<S> = {},
): string => `${condition}\nand ${sumBy(labels, increase(counter, window, matchers))} >= ${events}`;

/** The counter of a histogram's observations. */
export const countOf = <S extends Series>(histogram: S): S => ({
  ...histogram,
  name: `${histogram.name}_count`,
});

/** Rate of a classic histogram's buckets, ready for `histogram_quantile` or a heatmap. */
export const bucketRate = <S extends Series>(
  histogram: S,
  labels: readonly string[],
  window: string,
  matchers: Matchers<S> = {},
): string => sumBy(['le', ...labels], `rate(${histogram.name}_bucket${braces(matchers)}[${window}])`);

/** The value below which the share `q` of all observations lies, per combination of `labels`. */
export const quantile = <S extends Series>(
  q: number,
  histogram: S,
  labels: readonly string[],
  window: string,
  matchers: Matchers<S> = {},
): string => `histogram_quantile(${q}, ${bucketRate(histogram, labels, window, matchers)})`;

/** Mean of a classic histogram's observations; nothing where there was none. */
export const mean = <S extends Series>(
  histogram: S,
  labels: readonly string[],
  window: string,
  matchers: Matchers<S> = {},
): string =>
  ratio(
    sumBy(labels, `rate(${histogram.name}_sum${braces(matchers)}[${window}])`),
    sumBy(labels, `rate(${histogram.name}_count${braces(matchers)}[${window}])`),
  );

/** Copies a label's value to another name, where there is a value. */
export const copyLabel = (expression: string, from: string, to: string): string =>
  `label_replace(${expression}, "${to}", "$1", "${from}", "(.+)")`;
