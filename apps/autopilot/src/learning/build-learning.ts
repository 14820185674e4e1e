import type { Logger, Metrics } from '@lab/instrumentation';
import { repositoryFolders } from '@lab/model/repository';
import { Database } from '@lab/postgres';
import type { InferenceAdmin } from '../adapters/inference-admin.ts';
import { LearningThread } from '../adapters/learning-thread.ts';
import type { Prometheus } from '../adapters/prometheus.ts';
import { ReleaseFolder } from '../adapters/release-folder.ts';
import { TrainingData } from '../adapters/training-data.ts';
import type { Perform } from '../autopilot.ts';
import type { DecisionLog } from '../decision-log.ts';
import type { Decision } from '../domain/decision.ts';
import type { Policy } from '../domain/policy.ts';
import { NotApplicable, TrainingDataUnavailable } from '../errors.ts';
import type { Incidents } from '../incidents.ts';
import { PipelineRuns, pipelineMetrics } from '../pipeline-run.ts';
import { ReleaseRetention } from '../release-retention.ts';
import { Retraining } from '../retraining.ts';
import { gatherEvidence } from '../rollout-evidence.ts';
import { Rollouts } from '../rollouts.ts';
import type { Serving } from '../serving.ts';
import type { AutopilotSettings } from '../settings.ts';
import type { Store } from '../store.ts';

interface LearningDeps {
  readonly settings: AutopilotSettings;
  readonly policy: Policy;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly log: DecisionLog;
  readonly incidents: Incidents;
  readonly serving: Serving;
  readonly inference: InferenceAdmin;
  readonly prometheus: Prometheus;
  readonly consider: (decision: Decision) => Promise<void>;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface Learning {
  readonly rollouts: Rollouts;
  readonly retrain: Perform;
  /** Deletes released versions that nobody has a use for. @throws ServingUnavailable; nothing is deleted then */
  readonly prune: () => Promise<void>;
  close(): Promise<void>;
}

/** Everything that learns: where rows come from, where versions go, and how they reach customers. */
export function buildLearning(deps: LearningDeps): Learning {
  const { settings, policy, metrics, store, serving, inference, prometheus, logger, now } = deps;
  const { DATABASE_URL: url, AUTOPILOT_RELEASES_DIR: folder, MODEL_REPOSITORY: repository } = settings;
  const pipelines = pipelineMetrics(metrics);
  const rollouts = new Rollouts({
    ...deps,
    runs: new PipelineRuns('rollout', pipelines, () => oldestRollout(store)),
    evidence: (rollout, at) => gatherEvidence(prometheus, rollout, at),
  });
  if (url === undefined || folder === undefined || repository === undefined) {
    const retrain = async () => {
      throw new NotApplicable('learning needs DATABASE_URL, MODEL_REPOSITORY and AUTOPILOT_RELEASES_DIR');
    };
    return { rollouts, retrain, prune: async () => {}, close: async () => {} };
  }
  const database = new Database({
    url,
    application: 'autopilot',
    poolSize: 2,
    timeoutMs: settings.DATABASE_TIMEOUT_MS,
    logger,
    // The tables are the monitor's: it makes them, and they are only read here.
    migrate: async () => {},
    observeQuery: () => {},
    unavailable: () => new TrainingDataUnavailable(),
  });
  database.start();
  const thread = new LearningThread();
  const closing = new AbortController();
  const releases = new ReleaseFolder(folder, repositoryFolders(repository));
  const retention = new ReleaseRetention({ policy, store, serving, inference, releases, logger });
  const runs = new PipelineRuns('training', pipelines, () => retraining.workingSince);
  const retraining: Retraining = new Retraining({
    policy: policy.retraining,
    data: new TrainingData(database),
    prometheus,
    thread,
    releases,
    inference,
    serving,
    rollouts,
    runs,
    logger,
    closing: closing.signal,
    now,
  });
  return {
    rollouts,
    retrain: (decision) => retraining.run(decision),
    prune: () => retention.work(),
    async close() {
      closing.abort();
      await thread.close();
      await database.close();
    },
  };
}

const earliest = (times: IteratorObject<string>): number | undefined =>
  times
    .map((time) => Date.parse(time))
    .reduce<number | undefined>((least, time) => Math.min(least ?? time, time), undefined);

const oldestRollout = (store: Store): number | undefined =>
  earliest(
    store
      .rollouts()
      .filter(({ finished_at }) => finished_at === null)
      .map(({ started_at }) => started_at),
  );
