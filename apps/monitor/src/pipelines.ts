import type { DriftReport } from '@lab/drift-report';
import type { Logger, Metrics } from '@lab/instrumentation';
import type { Database } from '@lab/postgres';
import { DriftThread } from './adapters/drift-thread.ts';
import { ExperimentStore } from './adapters/experiment-store.ts';
import type { InferenceClient } from './adapters/inference-client.ts';
import type { LabelStore } from './adapters/label-store.ts';
import type { ProfileStore } from './adapters/profile-store.ts';
import type { ReportStore } from './adapters/report-store.ts';
import { RetentionStore } from './adapters/retention-store.ts';
import { ThresholdStore } from './adapters/threshold-store.ts';
import { WindowStore } from './adapters/window-store.ts';
import { DriftMetrics } from './drift-metrics.ts';
import { ExperimentMetrics } from './experiment-metrics.ts';
import { ExplanationMetrics } from './explanation-metrics.ts';
import type { JoinedLabels, LabelOutcomes } from './joined-labels.ts';
import { driftWork } from './pipelines/drift.ts';
import { type ExperimentResult, experimentsWork } from './pipelines/experiments.ts';
import { type ExplanationsResult, explanationsWork } from './pipelines/explanations.ts';
import { type ModelQualityResult, modelQualityWork } from './pipelines/model-quality.ts';
import { Pipeline } from './pipelines/pipeline.ts';
import type { PipelineFaults } from './pipelines/pipeline-faults.ts';
import { pipelineMetrics } from './pipelines/pipeline-metrics.ts';
import { retentionWork } from './pipelines/retention.ts';
import { QualityMetrics } from './quality-metrics.ts';
import type { MonitorSettings } from './settings.ts';

interface PipelineDeps {
  readonly settings: MonitorSettings;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly database: Database;
  readonly inference: InferenceClient | undefined;
  readonly labels: LabelStore;
  readonly profiles: ProfileStore;
  readonly reports: ReportStore;
  readonly joined: JoinedLabels;
  readonly outcomes: LabelOutcomes;
  readonly faults: PipelineFaults;
  readonly now: () => number;
}

export interface Pipelines {
  readonly drift: Pipeline<DriftReport[]>;
  readonly quality: Pipeline<ModelQualityResult[]>;
  readonly experiments: Pipeline<ExperimentResult[]>;
  readonly explanations: Pipeline<ExplanationsResult[]>;
  start(): void;
  close(): Promise<void>;
}

/** Everything that runs on schedule. */
export function buildPipelines(deps: PipelineDeps): Pipelines {
  const { settings, metrics, logger, database, faults } = deps;
  const shared = { metrics: pipelineMetrics(metrics), logger, faults };
  const windows = new WindowStore(database);
  const thread = new DriftThread();
  const thresholds = new ThresholdStore(settings.MODEL_REPOSITORY, logger);
  const drift = new Pipeline({
    ...shared,
    name: 'drift',
    intervalMs: settings.MONITOR_DRIFT_INTERVAL_MS,
    work: driftWork({ ...deps, windows, thresholds, thread, metrics: new DriftMetrics(metrics) }),
  });
  const quality = new Pipeline({
    ...shared,
    name: 'model_quality',
    intervalMs: settings.MONITOR_QUALITY_INTERVAL_MS,
    work: modelQualityWork({ ...deps, windows, metrics: new QualityMetrics(metrics) }),
  });
  const experiments = new Pipeline({
    ...shared,
    name: 'experiments',
    intervalMs: settings.MONITOR_EXPERIMENT_INTERVAL_MS,
    work: experimentsWork({
      ...deps,
      windows,
      experiments: new ExperimentStore(database),
      metrics: new ExperimentMetrics(metrics),
    }),
  });
  const explanations = new Pipeline({
    ...shared,
    name: 'explanations',
    intervalMs: deps.inference === undefined ? 0 : settings.MONITOR_EXPLANATION_INTERVAL_MS,
    work: explanationsWork({ ...deps, windows, metrics: new ExplanationMetrics(metrics) }),
  });
  const retention = new Pipeline({
    ...shared,
    name: 'retention',
    intervalMs: settings.MONITOR_RETENTION_INTERVAL_MS,
    work: retentionWork({ ...deps, windows, store: new RetentionStore(database) }),
  });
  const all = [drift, quality, experiments, explanations, retention];
  return {
    drift,
    quality,
    experiments,
    explanations,
    start() {
      for (const pipeline of all) pipeline.start();
    },
    async close() {
      await Promise.all(all.map((pipeline) => pipeline.close()));
      await thread.close();
    },
  };
}
