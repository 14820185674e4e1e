import { mlExperimentDifference, mlExperimentSamples, mlExperimentVerdict, VERDICTS } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { ExperimentResult } from './pipelines/experiments.ts';

/** What the last look at each experiment said; an experiment that is over has no series. */
export class ExperimentMetrics {
  readonly #verdict;
  readonly #difference;
  readonly #samples;
  #published: readonly ExperimentResult[] = [];

  constructor(metrics: Metrics) {
    this.#verdict = metrics.gauge(mlExperimentVerdict);
    this.#difference = metrics.gauge(mlExperimentDifference);
    this.#samples = metrics.gauge(mlExperimentSamples);
  }

  publish(results: readonly ExperimentResult[]): void {
    for (const { model_name, challenger_version } of this.#published) {
      for (const gauge of [this.#verdict, this.#difference, this.#samples]) {
        gauge.remove({ model_name, challenger_version });
      }
    }
    this.#published = results;
    for (const { model_name, challenger_version, comparisons } of results) {
      for (const { comparison, verdict, difference, champion, challenger } of comparisons) {
        const labels = { model_name, challenger_version, comparison };
        for (const known of VERDICTS) {
          this.#verdict.set({ ...labels, verdict: known }, known === verdict ? 1 : 0);
        }
        if (difference !== undefined) this.#difference.set(labels, difference);
        this.#samples.set({ ...labels, arm: 'champion' }, champion);
        this.#samples.set({ ...labels, arm: 'challenger' }, challenger);
      }
    }
  }
}
