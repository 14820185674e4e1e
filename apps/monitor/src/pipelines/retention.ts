import { mlMonitorStoredPredictions } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { RetentionStore } from '../adapters/retention-store.ts';
import type { WindowStore } from '../adapters/window-store.ts';
import type { LabelOutcomes } from '../joined-labels.ts';
import type { MonitorSettings } from '../settings.ts';
import type { Work } from './pipeline.ts';

/** Sampled predictions are what the last days are known by. */
const SAMPLED_MS = 8 * 86_400_000;

interface RetentionDeps {
  readonly store: RetentionStore;
  readonly windows: WindowStore;
  readonly metrics: Metrics;
  readonly outcomes: LabelOutcomes;
  readonly settings: MonitorSettings;
  readonly now: () => number;
}

interface RetentionResult {
  readonly deleted: number;
}

export function retentionWork({
  store,
  windows,
  metrics,
  outcomes,
  settings,
  now,
}: RetentionDeps): Work<RetentionResult> {
  const stored = metrics.gauge(mlMonitorStoredPredictions);
  const { MONITOR_RETENTION_MS: kept, MONITOR_EARLY_LABEL_MS: patience } = settings;
  return async (step) => {
    const at = now();
    let deleted = 0;
    for (const model of await step('list_models', () => windows.models())) {
      deleted += await step('delete_predictions', () =>
        store.predictions(model, at - kept, at - Math.max(kept, SAMPLED_MS)),
      );
    }
    const expired = await step('expire_early_labels', () => store.waitingLabels(at - patience));
    outcomes.inc({ outcome: 'expired' }, expired);
    deleted += expired;
    // A label that joined late may be about a prediction that is kept for longer than a label's own age says.
    deleted += await step('delete_labels', () => store.joinedLabels(at - 2 * kept));
    deleted += await step('delete_reports', () => store.reports(at - kept));
    deleted += await step('delete_experiments', () => store.experiments(at - kept));
    if (deleted > 0) await step('vacuum', () => store.vacuum());
    for (const [model_name, count] of await step('count', () => store.counts())) {
      stored.set({ model_name }, count);
    }
    return deleted > 0 ? { deleted } : undefined;
  };
}
