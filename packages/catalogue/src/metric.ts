/**
 * What a metric is, before any client library or query language is involved.
 *
 * A label says how many values it may have: either the list of all of them, or a limit on how many distinct
 * ones are accepted. There is no third way, so a user id or a URL cannot become a label by accident.
 */
export type LabelBound = readonly string[] | number;

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface MetricDefinition<
  Type extends MetricType = MetricType,
  Labels extends Record<string, LabelBound> = Record<string, LabelBound>,
> {
  readonly type: Type;
  /** Prometheus name, base unit as suffix, counters ending in `_total` unless a seed or an exporter named them otherwise. */
  readonly name: string;
  readonly help: string;
  readonly labels: Labels;
  /** Upper bounds in the metric's unit; histograms only. */
  readonly buckets?: readonly number[];
}

export type LabelNames<Definition extends MetricDefinition> = keyof Definition['labels'] & string;

/** Label names that would give every user, request or text its own time series. */
export const UNBOUNDED_LABEL_NAMES = [
  'user_id',
  'request_id',
  'prediction_id',
  'transaction_id',
  'trace_id',
  'span_id',
  'session_id',
  'email',
  'ip',
  'url',
  'path',
  'query',
  'message',
  'error_message',
  'timestamp',
] as const;

function define<const Type extends MetricType, const Labels extends Record<string, LabelBound>>(
  definition: MetricDefinition<Type, Labels>,
): MetricDefinition<Type, Labels> {
  const unbounded = Object.keys(definition.labels).filter((label) =>
    (UNBOUNDED_LABEL_NAMES as readonly string[]).includes(label),
  );
  if (unbounded.length > 0) {
    throw new TypeError(
      `${definition.name}: ${unbounded.join(', ')} cannot be a label, its values are unbounded`,
    );
  }
  return Object.freeze(definition);
}

type Body<Labels> = { name: string; help: string; labels: Labels };

export const counter = <const Labels extends Record<string, LabelBound>>(body: Body<Labels>) =>
  define<'counter', Labels>({ type: 'counter', ...body });

export const gauge = <const Labels extends Record<string, LabelBound>>(body: Body<Labels>) =>
  define<'gauge', Labels>({ type: 'gauge', ...body });

export const histogram = <const Labels extends Record<string, LabelBound>>(
  body: Body<Labels> & { buckets: readonly number[] },
) => define<'histogram', Labels>({ type: 'histogram', ...body });
