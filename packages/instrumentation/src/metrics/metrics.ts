import type { MetricDefinition } from '@lab/catalogue';
import { telemetryLabelValuesRefusedTotal } from '@lab/catalogue';
import { Registry } from 'prom-client';
import { CardinalityGuard } from './cardinality-guard.ts';
import { type ExposedFamily, type Exposition, expose, type Sample } from './exposition.ts';
import { knownLabelSets } from './label-sets.ts';
import { CounterSeries, GaugeSeries, HistogramSeries, type Labels } from './series.ts';

export type { CounterSeries, GaugeSeries, HistogramSeries } from './series.ts';

type LabelsOf<Definition extends MetricDefinition> = { [Label in keyof Definition['labels']]: string };
type SomeLabelsOf<Definition extends MetricDefinition> = Partial<LabelsOf<Definition>>;

interface AnySeries {
  samples(): Sample[];
}

/** The series of one definition, and which labels may make a new one. */
abstract class Family<Definition extends MetricDefinition, Series extends AnySeries> {
  readonly definition: Definition;
  readonly #guard: CardinalityGuard;
  readonly #series = new Map<string, { readonly labels: Labels; readonly series: Series }>();
  readonly #labelNames: readonly string[];

  constructor(definition: Definition, onRefusal: () => void) {
    this.definition = definition;
    this.#labelNames = Object.keys(definition.labels);
    this.#guard = new CardinalityGuard(definition.labels, onRefusal);
  }

  /** The series of `labels`; the same object for the same labels, so that a hot path can keep it. */
  with(labels: LabelsOf<Definition>): Series {
    let key = '';
    for (const name of this.#labelNames) key += `${labels[name]}\u0000`;
    const known = this.#series.get(key);
    if (known !== undefined) return known.series;
    const admitted: Record<string, string> = {};
    for (const name of this.#labelNames) admitted[name] = this.#guard.admit(name, String(labels[name]));
    // A refused value gets no entry of its own: the map would grow with the very input that was refused.
    if (this.#labelNames.some((name) => admitted[name] !== labels[name])) {
      return this.with(admitted as LabelsOf<Definition>);
    }
    const series = this.bind(admitted);
    this.#series.set(key, { labels: admitted, series });
    return series;
  }

  /** Creates the series that `fixed` and the enumerated labels span, at 0; those that exist keep their value. */
  initialise(fixed: SomeLabelsOf<Definition> = {}): void {
    for (const labels of knownLabelSets(this.definition.labels, fixed as Labels)) {
      this.zero(this.with(labels as LabelsOf<Definition>));
    }
  }

  /** Removes every series whose labels contain `labels`: an unloaded model must not haunt the dashboards. */
  remove(labels: SomeLabelsOf<Definition>): void {
    const wanted = Object.entries(labels as Labels);
    const removed: Labels[] = [];
    for (const [key, entry] of this.#series) {
      if (!wanted.every(([name, value]) => entry.labels[name] === value)) continue;
      this.#series.delete(key);
      removed.push(entry.labels);
    }
    const left = [...this.#series.values()];
    for (const [name, bound] of Object.entries(this.definition.labels)) {
      for (const value of new Set(removed.map((entry) => entry[name] ?? ''))) {
        if (!left.some((entry) => entry.labels[name] === value)) this.#guard.forget(name, value, bound);
      }
    }
  }

  /** What the registry asks for at each scrape. */
  async get(): Promise<ExposedFamily> {
    const { name, help, type } = this.definition;
    return { name, help, type, values: [...this.#series.values()].flatMap(({ series }) => series.samples()) };
  }

  protected abstract bind(labels: Labels): Series;

  /** Makes a series that was found show 0, where finding it does not. */
  protected zero(_series: Series): void {}
}

export class Counter<Definition extends MetricDefinition> extends Family<Definition, CounterSeries> {
  inc(labels: LabelsOf<Definition>, value = 1): void {
    this.with(labels).inc(value);
  }

  protected override bind(labels: Labels): CounterSeries {
    return new CounterSeries(labels);
  }
}

export class Gauge<Definition extends MetricDefinition> extends Family<Definition, GaugeSeries> {
  set(labels: LabelsOf<Definition>, value: number): void {
    this.with(labels).set(value);
  }

  protected override bind(labels: Labels): GaugeSeries {
    return new GaugeSeries(labels);
  }

  protected override zero(series: GaugeSeries): void {
    series.initialise();
  }
}

export class Histogram<Definition extends MetricDefinition> extends Family<Definition, HistogramSeries> {
  observe(labels: LabelsOf<Definition>, value: number, traceId?: string): void {
    this.with(labels).observe(value, traceId);
  }

  protected override bind(labels: Labels): HistogramSeries {
    return new HistogramSeries(this.definition.name, this.definition.buckets ?? [], labels);
  }
}

/**
 * The metrics of one process: families made from catalogue definitions, and their exposition.
 *
 * The registry, and the metrics of the Node runtime in it, are the Prometheus client's. The metrics of the catalogue
 * are families of our own in that registry: labels checked against the catalogue, series that exist from the start,
 * exemplars by trace id, and hot paths that look nothing up; see series.ts.
 */
export class Metrics {
  readonly registry = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  readonly #refused: Counter<typeof telemetryLabelValuesRefusedTotal>;
  readonly #beforeCollect: (() => void | Promise<void>)[] = [];

  constructor() {
    this.#refused = this.#register(new Counter(telemetryLabelValuesRefusedTotal, () => {}));
  }

  /** Series of which every label is enumerated exist at 0 from here on. @throws where the name is taken */
  counter<Definition extends MetricDefinition<'counter'>>(definition: Definition): Counter<Definition> {
    const counter = this.#register(new Counter(definition, this.#onRefusal(definition)));
    counter.initialise();
    return counter;
  }

  /** A gauge shows nothing until it is set: 0 would be a claim. @throws where the name is taken */
  gauge<Definition extends MetricDefinition<'gauge'>>(definition: Definition): Gauge<Definition> {
    return this.#register(new Gauge(definition, this.#onRefusal(definition)));
  }

  /** Series of which every label is enumerated exist at 0 from here on. @throws where the name is taken */
  histogram<Definition extends MetricDefinition<'histogram'>>(definition: Definition): Histogram<Definition> {
    const histogram = this.#register(new Histogram(definition, this.#onRefusal(definition)));
    histogram.initialise();
    return histogram;
  }

  /** Runs before each exposition: for gauges that are read, not kept. A rejection is the caller's to handle. */
  beforeCollect(collect: () => void | Promise<void>): void {
    this.#beforeCollect.push(collect);
  }

  /** @param accept the Accept header of the scrape; OpenMetrics, the format with exemplars, only where asked for. */
  async expose(accept = ''): Promise<Exposition> {
    for (const collect of this.#beforeCollect) await collect();
    return expose(this.registry, accept);
  }

  #register<Registered extends Family<MetricDefinition, AnySeries>>(family: Registered): Registered {
    // The registry needs a name and get(); the client's types ask for its own classes.
    const { name } = family.definition;
    this.registry.registerMetric({ name, get: () => family.get() } as never);
    return family;
  }

  #onRefusal(definition: MetricDefinition): () => void {
    return () => this.#refused.inc({ metric: definition.name });
  }
}
