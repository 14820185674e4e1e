import type { MetricDefinition } from '@lab/catalogue';
import { telemetryLabelValuesRefusedTotal } from '@lab/catalogue';
import {
  Counter as ClientCounter,
  Gauge as ClientGauge,
  Histogram as ClientHistogram,
  Registry,
} from 'prom-client';
import { CardinalityGuard } from './cardinality-guard.ts';
import { type Exposition, expose } from './exposition.ts';
import { knownLabelSets } from './label-sets.ts';

type LabelsOf<Definition extends MetricDefinition> = { [Label in keyof Definition['labels']]: string };
type SomeLabelsOf<Definition extends MetricDefinition> = Partial<LabelsOf<Definition>>;
type Labels = Record<string, string>;

/** One time series, its labels already checked: what hot paths keep. */
export interface CounterSeries {
  inc(value?: number): void;
}
export interface GaugeSeries {
  set(value: number): void;
  inc(value?: number): void;
  dec(value?: number): void;
}
export interface HistogramSeries {
  /** @param traceId becomes the exemplar of the bucket that the value falls into. */
  observe(value: number, traceId?: string): void;
}

abstract class Family<Definition extends MetricDefinition, Series> {
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
    const admitted: Labels = {};
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
      this.zero(labels);
    }
  }

  /** Removes every series whose labels contain `labels`: an unloaded model must not haunt the dashboards. */
  remove(labels: SomeLabelsOf<Definition>): void {
    const wanted = Object.entries(labels as Labels);
    const removed: Labels[] = [];
    for (const [key, entry] of this.#series) {
      if (!wanted.every(([name, value]) => entry.labels[name] === value)) continue;
      this.#series.delete(key);
      this.drop(entry.labels);
      removed.push(entry.labels);
    }
    const left = [...this.#series.values()];
    for (const [name, bound] of Object.entries(this.definition.labels)) {
      for (const value of new Set(removed.map((entry) => entry[name] ?? ''))) {
        if (!left.some((entry) => entry.labels[name] === value)) this.#guard.forget(name, value, bound);
      }
    }
  }

  protected abstract bind(labels: Labels): Series;
  protected abstract zero(labels: Labels): void;
  protected abstract drop(labels: Labels): void;
}

export class Counter<Definition extends MetricDefinition> extends Family<Definition, CounterSeries> {
  readonly #client: ClientCounter<string>;

  constructor(definition: Definition, registry: Registry, onRefusal: () => void) {
    super(definition, onRefusal);
    this.#client = new ClientCounter<string>(clientOptions(definition, registry));
    this.initialise();
  }

  inc(labels: LabelsOf<Definition>, value = 1): void {
    this.with(labels).inc(value);
  }

  protected override bind(labels: Labels): CounterSeries {
    return { inc: (value = 1) => this.#client.inc(labels, value) };
  }

  protected override zero(labels: Labels): void {
    this.with(labels as LabelsOf<Definition>).inc(0);
  }

  protected override drop(labels: Labels): void {
    this.#client.remove(labels);
  }
}

export class Gauge<Definition extends MetricDefinition> extends Family<Definition, GaugeSeries> {
  readonly #client: ClientGauge<string>;

  constructor(definition: Definition, registry: Registry, onRefusal: () => void) {
    super(definition, onRefusal);
    this.#client = new ClientGauge<string>(clientOptions(definition, registry));
  }

  set(labels: LabelsOf<Definition>, value: number): void {
    this.with(labels).set(value);
  }

  protected override bind(labels: Labels): GaugeSeries {
    return {
      set: (value) => this.#client.set(labels, value),
      inc: (value = 1) => this.#client.inc(labels, value),
      dec: (value = 1) => this.#client.dec(labels, value),
    };
  }

  protected override zero(labels: Labels): void {
    this.with(labels as LabelsOf<Definition>).inc(0);
  }

  protected override drop(labels: Labels): void {
    this.#client.remove(labels);
  }
}

export class Histogram<Definition extends MetricDefinition> extends Family<Definition, HistogramSeries> {
  readonly #client: ClientHistogram<string>;

  constructor(definition: Definition, registry: Registry, onRefusal: () => void) {
    super(definition, onRefusal);
    this.#client = new ClientHistogram<string>({
      ...clientOptions(definition, registry),
      buckets: [...(definition.buckets ?? [])],
      enableExemplars: true,
    });
    this.initialise();
  }

  observe(labels: LabelsOf<Definition>, value: number, traceId?: string): void {
    this.with(labels).observe(value, traceId);
  }

  protected override bind(labels: Labels): HistogramSeries {
    // Once per series: a second time would put what it has observed back to 0.
    this.#client.zero(labels);
    return {
      observe: (value, traceId) =>
        this.#client.observe(
          traceId === undefined
            ? { labels, value }
            : { labels, value, exemplarLabels: { trace_id: traceId } },
        ),
    };
  }

  protected override zero(labels: Labels): void {
    this.with(labels as LabelsOf<Definition>);
  }

  protected override drop(labels: Labels): void {
    this.#client.remove(labels);
  }
}

/**
 * The metrics of one process: families made from catalogue definitions, and their exposition.
 *
 * A thin layer over the Prometheus client. It adds what the client leaves to each caller: labels checked against
 * the catalogue, series that exist from the start, exemplars by trace id, and one registry that can answer in
 * both text formats.
 */
export class Metrics {
  // The client keeps exemplars only in a registry of this type; what a scrape gets is decided in exposition.ts.
  readonly registry = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
  readonly #refused: Counter<typeof telemetryLabelValuesRefusedTotal>;
  readonly #beforeCollect: (() => void | Promise<void>)[] = [];

  constructor() {
    this.#refused = new Counter(telemetryLabelValuesRefusedTotal, this.registry, () => {});
  }

  counter<Definition extends MetricDefinition<'counter'>>(definition: Definition): Counter<Definition> {
    return new Counter(definition, this.registry, this.#onRefusal(definition));
  }

  gauge<Definition extends MetricDefinition<'gauge'>>(definition: Definition): Gauge<Definition> {
    return new Gauge(definition, this.registry, this.#onRefusal(definition));
  }

  histogram<Definition extends MetricDefinition<'histogram'>>(definition: Definition): Histogram<Definition> {
    return new Histogram(definition, this.registry, this.#onRefusal(definition));
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

  #onRefusal(definition: MetricDefinition): () => void {
    return () => this.#refused.inc({ metric: definition.name });
  }
}

function clientOptions(definition: MetricDefinition, registry: Registry) {
  return {
    name: definition.name,
    help: definition.help,
    labelNames: Object.keys(definition.labels),
    registers: [registry],
  };
}
