import { mlFeatureReferenceRatio, mlFeatureValuesTotal } from '@lab/catalogue';
import type { CounterSeries, Logger, Metrics } from '@lab/instrumentation';
import { amountToAverageRatio } from '@lab/model/features';
import { binsOf, type FeatureBins, type ReferenceProfile } from '@lab/model/profile';
import { readProfile } from '../adapters/reference-profile.ts';

/** What one prediction was made from, by name; the caller's own object, read and not kept. */
export type FeatureInputs = Readonly<Record<string, unknown>>;

interface CountedFeature {
  readonly name: string;
  readonly bins: FeatureBins;
  /** In the order of the bins: a value that is counted costs a bisection and an addition. */
  readonly series: readonly CounterSeries[];
}

/**
 * Counts what the champion is given in the bins of its reference profile, so that Prometheus can tell how far the traffic
 * of all replicas together has moved: counts add up, distances do not.
 */
export class FeatureValues {
  readonly #values;
  readonly #reference;
  readonly #folders: readonly string[];
  readonly #logger: Logger;
  /** By `model/version`; undefined while the profile is being read, or where there is none. */
  readonly #counted = new Map<string, readonly CountedFeature[] | undefined>();

  constructor(metrics: Metrics, folders: readonly string[], logger: Logger) {
    this.#values = metrics.counter(mlFeatureValuesTotal);
    this.#reference = metrics.gauge(mlFeatureReferenceRatio);
    this.#folders = folders;
    this.#logger = logger;
  }

  /** The first values of a version are not counted: its profile is read meanwhile, and no prediction waits for it. */
  count(model: string, version: string, request: FeatureInputs, user: FeatureInputs): void {
    const key = `${model}/${version}`;
    const features = this.#counted.get(key);
    if (features === undefined) {
      if (!this.#counted.has(key)) {
        this.#counted.set(key, undefined);
        void this.#prepare(model, version);
      }
      return;
    }
    for (const { name, bins, series } of features) {
      const value =
        name in request ? request[name] : name in user ? user[name] : derived(name, request, user);
      series[bins.indexOf(value)]?.inc();
    }
  }

  async #prepare(model_name: string, version: string): Promise<void> {
    try {
      const profile = await readProfile(this.#folders, model_name, version);
      this.#counted.set(`${model_name}/${version}`, this.#featuresOf(model_name, profile));
    } catch (error) {
      this.#logger.warn(
        { error, event_type: 'reference_profile_absent', model_name, model_version: version },
        'no reference profile',
      );
    }
  }

  #featuresOf(model_name: string, { features }: ReferenceProfile): CountedFeature[] {
    // The reference is that of the champion: what an earlier one was held against is over.
    this.#reference.remove({ model_name });
    return features.map((summary) => {
      const bins = binsOf(summary);
      const labels = { model_name, feature_name: summary.name };
      for (const [index, bin] of bins.labels.entries()) {
        this.#reference.set({ ...labels, bin }, bins.reference[index] ?? 0);
      }
      const series = bins.labels.map((bin) => {
        const counter = this.#values.with({ ...labels, bin });
        counter.inc(0);
        return counter;
      });
      return { name: summary.name, bins, series };
    });
  }
}

function derived(
  name: string,
  { amount }: FeatureInputs,
  { average_amount_30d: average }: FeatureInputs,
): unknown {
  if (name !== 'amount_to_average_ratio') return undefined;
  return typeof amount === 'number' && typeof average === 'number'
    ? amountToAverageRatio(amount, average)
    : undefined;
}
