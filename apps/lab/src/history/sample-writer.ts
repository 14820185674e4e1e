/** Where simulated samples go. */
export interface SampleSink {
  /** @param labels as in a text format, without braces @param seconds since the epoch */
  write(name: string, labels: string, value: number, seconds: number): void;
}

/** `a="1",b="2"`; values must need no escaping, which ours do not. */
export const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');

/**
 * On every raw series of the past. The target's own address is not among them: nobody was scraped. Sums over instances
 * join past and present, and whoever looks at a single series sees what it is.
 */
export const ORIGIN = { instance: 'simulated-history', origin: 'simulated_history' } as const;

/** 1 for every minute that was simulated; recorded series cannot carry a label of their own, this one tells of them. */
export const HISTORY_MARKER = 'lab_simulated_history';
