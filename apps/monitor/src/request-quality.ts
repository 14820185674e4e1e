import { mlRequestQualityCheckedTotal, mlRequestQualityIssuesTotal, REQUEST_CHECKS } from '@lab/catalogue';
import type { Logger, Metrics } from '@lab/instrumentation';
import type { ReferenceProfile } from '@lab/model/profile';
import type { ProfileStore } from './adapters/profile-store.ts';
import { checkValue } from './domain/check-value.ts';
import { featureValue } from './domain/feature-value.ts';
import type { PredictionEvent } from './domain/prediction-event.ts';

/** Lines of one feature and check: one says that it happens, the metric how often. */
const LINE_EVERY_MS = 60_000;

/** Holds every value that a model was given against its reference profile, once per prediction. */
export class RequestQuality {
  readonly #profiles: ProfileStore;
  readonly #logger: Logger;
  readonly #checked;
  readonly #issues;
  readonly #lastLine = new Map<string, number>();
  readonly #initialised = new Set<ReferenceProfile>();

  constructor(metrics: Metrics, profiles: ProfileStore, logger: Logger) {
    this.#profiles = profiles;
    this.#logger = logger;
    this.#checked = metrics.counter(mlRequestQualityCheckedTotal);
    this.#issues = metrics.counter(mlRequestQualityIssuesTotal);
  }

  /** @param events each once, after it was stored; shadows are given what the answering version is given */
  async check(events: readonly PredictionEvent[]): Promise<void> {
    for (const event of events) {
      if (event.role === 'shadow' || event.outcome === undefined) continue;
      const profile = await this.#profiles.get(event.modelName, event.modelVersion);
      if (profile !== undefined) this.#checkEvent(event, event.outcome.features, profile);
    }
  }

  #checkEvent(
    { modelName: model_name, modelVersion, traceId }: PredictionEvent,
    features: Readonly<Record<string, unknown>>,
    profile: ReferenceProfile,
  ): void {
    if (!this.#initialised.has(profile)) this.#initialise(model_name, profile);
    for (const summary of profile.features) {
      const labels = { model_name, feature_name: summary.name };
      this.#checked.inc(labels);
      const value = featureValue(features, summary.name);
      const check = checkValue(value, summary);
      if (check === undefined) continue;
      this.#issues.inc({ ...labels, check });
      const key = `${model_name}/${summary.name}/${check}`;
      const now = performance.now();
      if (now - (this.#lastLine.get(key) ?? Number.NEGATIVE_INFINITY) < LINE_EVERY_MS) continue;
      this.#lastLine.set(key, now);
      this.#logger.warn(
        {
          event_type: 'data_quality_issue',
          ...labels,
          model_version: modelVersion,
          check,
          // Numbers and categories of payments; nothing else becomes part of a line.
          value: typeof value === 'number' || typeof value === 'boolean' ? value : typeof value,
          ...(traceId === undefined ? {} : { prediction_trace_id: traceId }),
        },
        'data quality issue',
      );
    }
  }

  #initialise(model_name: string, profile: ReferenceProfile): void {
    this.#initialised.add(profile);
    for (const { name: feature_name } of profile.features) {
      for (const check of REQUEST_CHECKS) this.#issues.inc({ model_name, feature_name, check }, 0);
    }
  }
}
