/**
 * What Prometheus would have recorded about the objectives. It cannot be asked to: rules that build on each other are
 * not evaluated over the past in one go. A test compares these numbers with what the rules give on the same raw series.
 */
import { freshness, MINIMUM_PREDICTIONS_PER_SECOND, SLOS } from '@lab/catalogue/slos';
import {
  errorRatioSeries,
  infoLabels,
  parseDuration,
  recordedWindows,
  SERIES,
  type SloSpec,
  sloId,
  sloLabels,
  windowName,
} from '@lab/slo';
import { shareWithin } from './latency-shape.ts';
import type { PastMinute } from './past.ts';
import { labelText, type SampleSink } from './sample-writer.ts';

interface Events {
  readonly bad: number;
  readonly all: number;
}

type CountEvents = (past: PastMinute) => Events;

const states = (bad: readonly boolean[]): Events => ({ bad: bad.filter(Boolean).length, all: bad.length });

const slowerThan =
  (seconds: number): CountEvents =>
  ({ requests, slowShare }) => ({
    bad: requests - Math.round(requests * shareWithin(seconds, slowShare)),
    all: requests,
  });

const MAXIMUM_AGE_SECONDS =
  freshness.sli.kind === 'freshness' ? parseDuration(freshness.sli.maximumAge) / 1000 : Number.NaN;

/** Events of a minute, per objective of the lab. */
const COUNTS: Readonly<Record<string, CountEvents>> = {
  'inference-availability': ({ failed, requests }) => ({ bad: failed, all: requests }),
  'inference-latency-p95': slowerThan(0.5),
  'inference-latency-p99': slowerThan(1),
  'inference-feature-coverage': ({ defaulted, requests }) => ({ bad: defaulted, all: requests }),
  'inference-throughput': ({ requests, failed }) =>
    states([(requests - failed) / 60 < MINIMUM_PREDICTIONS_PER_SECOND]),
  'inference-accuracy': ({ accuracy }) => states([accuracy < 0.85]),
  'inference-drift-free': ({ drift }) => states(drift.map((score) => score >= 0.7)),
  'features-freshness': ({ featureAge }) => states([featureAge > MAXIMUM_AGE_SECONDS]),
};

/** Recorded series this often: within the five minutes that Prometheus looks back, and no more than a graph needs. */
const EVERY_MINUTES = 4;
/** Minutes between the first and the last sample that a rate over five minutes sees, one sample a minute. */
const RATE_MINUTES = 4;
const LONGEST_FROM_COUNTERS_MINUTES = 60;

export class SloSeries {
  readonly #objectives: readonly ObjectiveSeries[];

  /** @param minutes how many will be written at most */
  constructor(minutes: number) {
    this.#objectives = SLOS.map((spec) => {
      const count = COUNTS[sloId(spec)];
      if (count === undefined) throw new Error(`the simulated past knows nothing of ${sloId(spec)}`);
      return new ObjectiveSeries(spec, count, minutes);
    });
  }

  write(sink: SampleSink, past: PastMinute): void {
    for (const objective of this.#objectives) objective.write(sink, past);
  }
}

/** Sums from the beginning, so that the sum over any window is a difference. */
class RunningSums {
  readonly #bad: Float64Array;
  readonly #all: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#bad = new Float64Array(capacity + 1);
    this.#all = new Float64Array(capacity + 1);
  }

  add({ bad, all }: Events): void {
    this.#count += 1;
    this.#bad[this.#count] = (this.#bad[this.#count - 1] ?? 0) + bad;
    this.#all[this.#count] = (this.#all[this.#count - 1] ?? 0) + all;
  }

  /** Of the latest ones, or of all where there are not so many. */
  latest(count: number): Events & { readonly count: number } {
    const before = Math.max(0, this.#count - count);
    const sum = (sums: Float64Array): number => (sums[this.#count] ?? 0) - (sums[before] ?? 0);
    return { bad: sum(this.#bad), all: sum(this.#all), count: this.#count - before };
  }
}

class ObjectiveSeries {
  readonly #spec: SloSpec;
  readonly #countEvents: CountEvents;
  readonly #counted: boolean;
  readonly #labels: string;
  readonly #windows: readonly {
    readonly series: string;
    readonly labels: string;
    readonly minutes: number;
  }[];
  /** Events of each minute, and what was recorded of them: long windows are sums of the latter. */
  readonly #events: RunningSums;
  readonly #recorded: RunningSums;

  constructor(spec: SloSpec, countEvents: CountEvents, minutes: number) {
    this.#spec = spec;
    this.#countEvents = countEvents;
    this.#counted = spec.sli.kind === 'ratio' || spec.sli.kind === 'latency';
    this.#events = new RunningSums(minutes);
    this.#recorded = new RunningSums(minutes);
    this.#labels = labelText(sloLabels(spec));
    this.#windows = recordedWindows(spec).map((window) => ({
      series: errorRatioSeries(window),
      labels: labelText({ ...sloLabels(spec), sloth_window: windowName(window) }),
      minutes: parseDuration(window) / 60_000,
    }));
  }

  write(sink: SampleSink, past: PastMinute): void {
    this.#events.add(this.#countEvents(past));
    // Per second: of counters over five minutes, of states in this minute.
    const { bad, all, count } = this.#events.latest(this.#counted ? RATE_MINUTES : 1);
    const rate = { bad: bad / (60 * count), all: all / (60 * count) };
    this.#recorded.add(rate);
    const seconds = past.minute * 60;
    sink.write(SERIES.badEvents, this.#labels, rate.bad, seconds);
    sink.write(SERIES.events, this.#labels, rate.all, seconds);
    if (past.minute % EVERY_MINUTES === 0) this.#writeRatios(sink, seconds);
  }

  /** Up to an hour counters are read themselves, and their increases lie between samples, one fewer than those. */
  #errorRatio(minutes: number): number | undefined {
    const { bad, all } =
      this.#counted && minutes <= LONGEST_FROM_COUNTERS_MINUTES
        ? this.#events.latest(minutes - 1)
        : this.#recorded.latest(minutes);
    return all > 0 ? bad / all : undefined;
  }

  #writeRatios(sink: SampleSink, seconds: number): void {
    const { objective, period } = this.#spec;
    const budget = 1 - objective;
    const burnRates = this.#windows.map(({ series, labels, minutes }) => {
      const ratio = this.#errorRatio(minutes);
      if (ratio !== undefined) sink.write(series, labels, ratio, seconds);
      return ratio === undefined ? undefined : ratio / budget;
    });
    const meta = (series: string, value: number | undefined): void => {
      if (value !== undefined) sink.write(series, this.#labels, value, seconds);
    };
    const spent = burnRates.at(-1);
    meta(SERIES.objective, objective);
    meta(SERIES.errorBudget, budget);
    meta(SERIES.periodDays, parseDuration(period) / 86_400_000);
    meta(SERIES.currentBurnRate, burnRates[0]);
    meta(SERIES.periodBurnRate, spent);
    meta(SERIES.budgetRemaining, spent === undefined ? undefined : 1 - spent);
    const info = { ...sloLabels(this.#spec), ...infoLabels(this.#spec) };
    sink.write(SERIES.info, labelText(info), 1, seconds);
  }
}
