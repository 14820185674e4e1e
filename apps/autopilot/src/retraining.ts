import { setTimeout as delay } from 'node:timers/promises';
import { type Logger, withSpan } from '@lab/instrumentation';
import { FEATURE_COUNT } from '@lab/model/features';
import type { LabelledRows } from '@lab/model/training';
import { modelOf } from './actions.ts';
import type { InferenceAdmin } from './adapters/inference-admin.ts';
import { lastFired } from './adapters/last-fired.ts';
import type { LearningThread } from './adapters/learning-thread.ts';
import type { Prometheus } from './adapters/prometheus.ts';
import type { ReleaseFolder } from './adapters/release-folder.ts';
import type { TrainingData } from './adapters/training-data.ts';
import type { Done } from './autopilot.ts';
import { compareModels, type ModelComparison } from './domain/compare-models.ts';
import type { Decision } from './domain/decision.ts';
import type { RetrainingPolicy } from './domain/policy.ts';
import { NotApplicable } from './errors.ts';
import { frauds, rowsOf } from './learning/fresh-rows.ts';
import type { Learned } from './learning/learn.ts';
import type { PipelineRuns } from './pipeline-run.ts';
import type { Rollouts } from './rollouts.ts';
import type { Serving } from './serving.ts';

interface RetrainingDeps {
  readonly policy: RetrainingPolicy;
  readonly data: TrainingData;
  readonly prometheus: Prometheus;
  readonly thread: LearningThread;
  readonly releases: ReleaseFolder;
  readonly inference: InferenceAdmin;
  readonly serving: Serving;
  readonly rollouts: Rollouts;
  readonly runs: Pick<PipelineRuns, 'ended'>;
  readonly logger: Logger;
  /** Ends waiting when the service closes. */
  readonly closing: AbortSignal;
  readonly now: () => number;
}

/** More teach little, and a thread has to hold them. */
const MOST_ROWS = 20_000;

/** One candidate, and how it did against the champion. */
interface Attempt {
  readonly version: number;
  readonly champion: string;
  readonly learned: Learned;
  readonly comparison: ModelComparison;
}

/**
 * From an alert about a model to a candidate that serves its first customers: fetch, train, evaluate, release, each a span
 * of one trace. A candidate that does not beat the champion is tried again with more rows, and then given up.
 */
export class Retraining {
  readonly #deps: RetrainingDeps;
  /** By the decision: models learn beside each other. Milliseconds since the epoch. */
  readonly #workingSince = new Map<string, number>();

  constructor(deps: RetrainingDeps) {
    this.#deps = deps;
  }

  /**
   * Since when it has been at work on the oldest candidate, in milliseconds since the epoch; undefined while there is
   * nothing to do but to wait for labels, which the policy allows for hours.
   */
  get workingSince(): number | undefined {
    return this.#workingSince.size === 0 ? undefined : Math.min(...this.#workingSince.values());
  }

  /** @throws NotApplicable where there is too little to learn from, or a rollout is under way */
  async run(decision: Decision): Promise<Done> {
    const { runs, now } = this.#deps;
    const startedAt = now();
    return withSpan('pipeline_run', { 'pipeline.name': 'training' }, async (span) => {
      const end = (outcome: 'success' | 'failure' | 'skipped'): void => {
        span.setAttribute('pipeline.outcome', outcome);
        runs.ended(outcome, startedAt, now());
      };
      try {
        const done = await this.#learnUntilBetter(decision);
        end('success');
        return done;
      } catch (error) {
        end(error instanceof NotApplicable ? 'skipped' : 'failure');
        throw error;
      } finally {
        this.#workingSince.delete(decision.id);
      }
    });
  }

  async #learnUntilBetter(decision: Decision): Promise<Done> {
    const { policy, rollouts } = this.#deps;
    const model = modelOf(decision);
    if (rollouts.running(model) !== undefined)
      throw new NotApplicable('a candidate is on its way to the customers already');
    for (let number = 1; ; number += 1) {
      this.#workingSince.delete(decision.id);
      const fresh = await this.#step('fetch', () =>
        this.#fetch(decision, model, number * policy.minimumRows),
      );
      this.#workingSince.set(decision.id, this.#deps.now());
      const attempt = await this.#attempt(decision, model, fresh);
      const { comparison, version, champion } = attempt;
      const facts = describe(comparison);
      this.#deps.logger.info(
        {
          event_type: 'candidate_evaluated',
          decision_id: decision.id,
          model_name: model,
          model_version: String(version),
          champion_version: champion,
          attempt: number,
          fresh_rows: fresh.rows,
          better: comparison.candidateIsBetter,
          log_loss_gain: comparison.logLossGain,
          log_loss_gain_at_least: comparison.logLossGainAtLeast,
          auc_gain: comparison.aucGain,
          auc_gain_at_least: comparison.aucGainAtLeast,
          held_out_rows: comparison.rows,
        },
        'candidate evaluated',
      );
      if (comparison.candidateIsBetter) {
        await this.#step('release', () => this.#release(decision, model, attempt));
        return { detail: `version ${version} beats ${champion}: ${facts}`, version: String(version) };
      }
      if (number === policy.attempts)
        return { detail: `no candidate in ${number} attempts beats ${champion}: ${facts}` };
    }
  }

  /**
   * Waits until enough predictions have their labels. Of a time in which features were missing or answers late nothing is
   * taken: a model of it would find the mended world strange.
   */
  async #fetch({ cause }: Decision, model: string, wanted: number): Promise<LabelledRows> {
    const { data, prometheus, policy, closing, now } = this.#deps;
    const from = Date.parse(cause.starts_at) - policy.windowMs;
    const giveUpAt = now() + policy.patienceMs;
    for (;;) {
      const trusted = await lastFired(prometheus, policy.notDuring, from, now()).then(
        (last = from) => ({ since: Math.max(from, last), known: true }),
        () => ({ since: from, known: false }),
      );
      const rows = rowsOf(await data.since(model, trusted.since, MOST_ROWS));
      if (trusted.known && rows.rows >= wanted && frauds(rows) >= policy.minimumFrauds) return rows;
      if (now() >= giveUpAt)
        throw new NotApplicable(
          `only ${rows.rows} labelled predictions with ${frauds(rows)} frauds since ${new Date(trusted.since).toISOString()}; ` +
            `${wanted} and ${policy.minimumFrauds} are needed` +
            (trusted.known ? '' : ', and Prometheus cannot be asked whether they can be trusted'),
        );
      await delay(policy.lookAgainMs, undefined, { signal: closing });
    }
  }

  async #attempt({ cause }: Decision, model: string, fresh: LabelledRows): Promise<Attempt> {
    const { thread, policy, releases, serving, inference } = this.#deps;
    const version = await releases.nextVersion(model);
    const purpose = `Trained by the autopilot because of ${cause.alertname}.`;
    const learned = await this.#step('train', () =>
      thread.learn({ version, purpose, fresh, historyRows: policy.historyRows }),
    );
    return this.#step('evaluate', async () => {
      const champion = (await serving.served(model)).route.champion;
      const { heldOut, scores } = learned;
      const championScores = await inference.score(model, champion, heldOut.features, FEATURE_COUNT);
      const comparison = compareModels(heldOut.labels, championScores, scores, {
        confidence: policy.confidence,
      });
      return { version, champion, learned, comparison };
    });
  }

  async #release(decision: Decision, model: string, { version, champion, learned }: Attempt): Promise<void> {
    const { releases, inference, rollouts } = this.#deps;
    await releases.write(model, version, learned.files);
    await inference.load(model, String(version));
    await rollouts.begin(decision, model, String(version), champion);
  }

  #step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return withSpan(`training.${name}`, {}, work);
  }
}

const describe = ({ logLossGain, logLossGainAtLeast, aucGain, rows }: ModelComparison): string =>
  `log loss lower by ${logLossGain.toFixed(4)} (at least ${logLossGainAtLeast.toFixed(4)}), ` +
  `AUC ${aucGain >= 0 ? 'higher' : 'lower'} by ${Math.abs(aucGain).toFixed(4)}, on ${rows} held-out rows`;
