/**
 * One metric with its samples, as the Prometheus text format sees it.
 *
 * An own model and not the Prometheus client's: the families are read anew at every scrape, node_exporter has
 * untyped ones, and DCGM's counters have no `_total`, none of which the client can say.
 */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

/** Histograms and summaries come only from files that other programs left: the machine itself has none. */
export type MetricType = 'counter' | 'gauge' | 'untyped' | 'histogram' | 'summary';

export interface Sample {
  /** `_bucket`, `_sum` or `_count`, where the sample of a histogram or summary has a name of its own. */
  readonly suffix?: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Rendered in this order; node_exporter sorts by name, DCGM has an order of its own. */
export type Labels = Readonly<Record<string, string>>;

/** @param samples a plain number is the one sample of a family without labels */
export const counter = (name: string, help: string, samples: number | readonly Sample[]) =>
  family('counter', name, help, samples);

export const gauge = (name: string, help: string, samples: number | readonly Sample[]) =>
  family('gauge', name, help, samples);

export const untyped = (name: string, help: string, samples: number | readonly Sample[]) =>
  family('untyped', name, help, samples);

function family(
  type: MetricType,
  name: string,
  help: string,
  samples: number | readonly Sample[],
): MetricFamily {
  return {
    name,
    help,
    type,
    samples: typeof samples === 'number' ? [{ labels: {}, value: samples }] : samples,
  };
}
