import { PrometheusApi, type Sample } from '@lab/engine-clients';
import { type PrometheusProcess, startPrometheusProcess } from '@lab/engine-clients/testing';
import { eventually } from '@lab/instrumentation/testing';
import type { Distances } from './binned-distances.ts';

const RULES = new URL('../../../../infra/prometheus/rules/production/recording-drift.yml', import.meta.url);
const COUNTED = 'ml_feature_values_total';
const PSI = 'feature:ml_feature_psi:increase1h';
const JENSEN_SHANNON = 'feature:ml_feature_jensen_shannon:increase1h';
const SCRAPE_LIMIT_MS = 20_000;

/** What one evaluation of the rules has written, and what it was made from. */
export interface RecordedDrift {
  /** By feature. */
  readonly distances: ReadonlyMap<string, Distances>;
  /** By feature, then by bin: shares over all replicas. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By feature, then by replica: `increase` of all bins together, which counts a little more than there was. */
  readonly increases: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** A Prometheus that scrapes replicas twice a second and evaluates the committed rules of drift. */
export class DriftPrometheus implements AsyncDisposable {
  readonly #process: PrometheusProcess;
  readonly #api: PrometheusApi;

  private constructor(process: PrometheusProcess) {
    this.#process = process;
    this.#api = new PrometheusApi(process.url);
  }

  static async start(binary: string, instances: readonly string[]): Promise<DriftPrometheus> {
    const config = {
      global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '1s' },
      rule_files: [RULES.pathname],
      scrape_configs: [{ job_name: 'inference', static_configs: [{ targets: instances }] }],
    };
    // JSON is YAML.
    return new DriftPrometheus(await startPrometheusProcess(binary, JSON.stringify(config)));
  }

  /** Until it has seen so many values of each feature since the replica's start; 0 is seen too, and `increase` needs it. */
  async untilCounted(instance: string, values: number): Promise<void> {
    await eventually(
      `${values} values of each feature of ${instance}`,
      async () => {
        const counted = await this.#api.query(`sum by (feature_name) (${COUNTED}{instance="${instance}"})`);
        return counted.length > 0 && counted.every(({ value }) => value === values) ? true : undefined;
      },
      SCRAPE_LIMIT_MS,
    );
  }

  async untilDown(instance: string): Promise<void> {
    await eventually(
      `${instance} is down`,
      async () => ((await this.#api.sum(`up{instance="${instance}"} == bool 0`)) === 1 ? true : undefined),
      SCRAPE_LIMIT_MS,
    );
  }

  /** @returns undefined before the first evaluation with values */
  async newest(): Promise<RecordedDrift | undefined> {
    const at = (await this.#api.query(`max(timestamp(${JENSEN_SHANNON}))`))[0]?.value;
    if (at === undefined) return undefined;
    const [psi, jensenShannon, shares, increases] = await Promise.all([
      this.#api.query(PSI, at),
      this.#api.query(JENSEN_SHANNON, at),
      this.#api.query('feature:ml_feature_values:ratio_increase1h', at),
      this.#api.query(`sum by (feature_name, instance) (increase(${COUNTED}[1h]))`, at),
    ]);
    return {
      distances: new Map(
        psi.map(({ labels: { feature_name = '' }, value }) => [
          feature_name,
          {
            psi: value,
            jensenShannon:
              jensenShannon.find(({ labels }) => labels.feature_name === feature_name)?.value ?? Number.NaN,
          },
        ]),
      ),
      shares: byFeature(shares, 'bin'),
      increases: byFeature(increases, 'instance'),
    };
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}

function byFeature(values: readonly Sample[], label: string): Map<string, ReadonlyMap<string, number>> {
  const result = new Map<string, Map<string, number>>();
  for (const { labels, value } of values) {
    const feature = labels.feature_name ?? '';
    const inner = result.get(feature) ?? new Map<string, number>();
    result.set(feature, inner.set(labels[label] ?? '', value));
  }
  return result;
}
