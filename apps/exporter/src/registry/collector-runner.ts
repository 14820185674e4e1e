import type { Logger } from '@lab/instrumentation/core';
import { CollectTimeout, NoDataError } from '../errors.ts';
import { checkFamilies } from '../exposition/check-families.ts';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';
import type { Collect } from './collector.ts';

interface NamedCollect {
  readonly name: string;
  readonly collect: Collect;
}

interface RunnerOptions {
  /** First part of the runner's own metrics: `node` gives node_exporter's `node_scrape_collector_success`. */
  readonly namespace: string;
  /** How long one collector may take; must be less than the scrape timeout of Prometheus. */
  readonly limitMs: number;
  readonly logger: Logger;
  /** Families that no collector makes, the same at every scrape. */
  readonly constant?: readonly MetricFamily[];
}

interface Outcome {
  readonly name: string;
  readonly families: readonly MetricFamily[];
  readonly seconds: number;
  readonly error?: unknown;
}

/** Runs all collectors; those that wait, wait side by side. One that fails or hangs loses its own families and nothing else. */
export class CollectorRunner {
  readonly #collectors: readonly NamedCollect[];
  readonly #options: RunnerOptions;
  readonly #running = new Map<string, Promise<readonly MetricFamily[]>>();
  readonly #failing = new Set<string>();

  constructor(collectors: readonly NamedCollect[], options: RunnerOptions) {
    this.#collectors = collectors;
    this.#options = options;
  }

  async run(): Promise<MetricFamily[]> {
    const running: Promise<Outcome>[] = [];
    for (const collector of this.#collectors) {
      running.push(this.#runOne(collector));
      // One that had nothing to wait for ends here, and not after all others: its duration is its own.
      await undefined;
    }
    const outcomes = await Promise.all(running);
    return [
      ...(this.#options.constant ?? []),
      ...outcomes.flatMap(({ families }) => families),
      ...this.#scrapeFamilies(outcomes),
    ];
  }

  async #runOne({ name, collect }: NamedCollect): Promise<Outcome> {
    const start = performance.now();
    let end: number | undefined;
    const seconds = () => ((end ?? performance.now()) - start) / 1000;
    try {
      const run = this.#running.get(name) ?? collect();
      if (isPromise(run)) {
        // Here, and not behind the await, which goes on only when the others have come to a rest.
        const stamp = () => {
          end = performance.now();
        };
        run.then(stamp, stamp);
      }
      const families = isPromise(run) ? await this.#finish(name, run) : run;
      checkFamilies(families);
      this.#failing.delete(name);
      return { name, families, seconds: seconds() };
    } catch (error) {
      this.#report(name, error);
      return { name, families: [], seconds: seconds(), error };
    }
  }

  /** A scrape joins the run that an earlier one left hanging: a stuck disk must not pile up reads of itself. */
  #finish(name: string, run: Promise<readonly MetricFamily[]>): Promise<readonly MetricFamily[]> {
    if (!this.#running.has(name)) {
      this.#running.set(name, run);
      const forget = () => this.#running.delete(name);
      run.then(forget, forget);
    }
    return withinLimit(run, name, this.#options.limitMs);
  }

  /** The metric tells about every scrape; the log only when a collector begins to fail. */
  #report(name: string, error: unknown): void {
    if (this.#failing.has(name)) return;
    this.#failing.add(name);
    const fields = { event_type: 'collector_failed', collector: name, error };
    if (error instanceof NoDataError)
      this.#options.logger.debug(fields, 'collector has no data on this machine');
    else this.#options.logger.warn(fields, 'collector failed');
  }

  #scrapeFamilies(outcomes: readonly Outcome[]): MetricFamily[] {
    const { namespace } = this.#options;
    const samples = (read: (outcome: Outcome) => number) =>
      outcomes.map((outcome) => ({ labels: { collector: outcome.name }, value: read(outcome) }));
    return [
      gauge(
        `${namespace}_scrape_collector_duration_seconds`,
        `${namespace}_exporter: Duration of a collector scrape.`,
        samples(({ seconds }) => seconds),
      ),
      gauge(
        `${namespace}_scrape_collector_success`,
        `${namespace}_exporter: Whether a collector succeeded.`,
        samples(({ error }) => (error === undefined ? 1 : 0)),
      ),
    ];
  }
}

const isPromise = <Result>(value: Result | Promise<Result>): value is Promise<Result> =>
  value instanceof Promise;

async function withinLimit<Result>(work: Promise<Result>, what: string, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CollectTimeout(what, limitMs)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
