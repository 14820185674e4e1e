import { randomUUID } from 'node:crypto';
import { type Logger, withSpan } from '@lab/instrumentation';
import { trace } from '@opentelemetry/api';
import { modelOf } from './actions.ts';
import type { Done } from './autopilot.ts';
import type { DecisionLog } from './decision-log.ts';
import type { Decision } from './domain/decision.ts';
import type { Policy } from './domain/policy.ts';
import { judgeStep, type Rollout, type RolloutEvidence, type StepJudgement } from './domain/rollout.ts';
import { NotApplicable } from './errors.ts';
import type { Incidents } from './incidents.ts';
import type { PipelineRuns } from './pipeline-run.ts';
import type { Serving } from './serving.ts';
import type { Store } from './store.ts';
import { activeTraceparent, traceIdOf, withinTrace } from './tracing.ts';

interface RolloutsDeps {
  readonly policy: Policy;
  readonly store: Store;
  readonly serving: Serving;
  readonly incidents: Incidents;
  readonly log: DecisionLog;
  readonly runs: PipelineRuns;
  /** @throws Error where nothing can be known now; the rollout then stands still */
  readonly evidence: (rollout: Rollout, now: number) => Promise<RolloutEvidence>;
  /** Asks for a promotion, past the guards that every action has. */
  readonly consider: (decision: Decision) => Promise<void>;
  readonly logger: Logger;
  readonly now: () => number;
}

/**
 * Candidates on their way from the first customers to all of them. Every step is kept before and after it is made, so that a
 * restart goes on where it stood, and is a span of the trace that began with the alert.
 */
export class Rollouts {
  readonly #deps: RolloutsDeps;

  constructor(deps: RolloutsDeps) {
    this.#deps = deps;
  }

  running(model: string): Rollout | undefined {
    return this.#deps.store.runningRollout(model);
  }

  /** Gives a candidate its first customers. @throws ServingUnavailable */
  async begin(decision: Decision, model: string, version: string, champion: string): Promise<void> {
    const { policy, serving } = this.#deps;
    const percent = policy.rollout.steps[0] ?? 0;
    const at = this.#timestamp();
    const rollout: Rollout = {
      id: randomUUID(),
      model_name: model,
      version,
      champion,
      state: 'running',
      step: 0,
      percent,
      started_at: at,
      step_started_at: at,
      finished_at: null,
      detail: '',
      decision_id: decision.id,
      traceparent: activeTraceparent(),
    };
    await withSpan('rollout.step', attributesOf(rollout), () =>
      serving.setCanary(model, version, percent, { by: decision.id, detail: `first ${percent} %` }),
    );
    await this.#keep(rollout, `version ${version} serves ${percent} % of the customers`);
  }

  /** Looks at every rollout under way. Called at every tick. */
  async work(): Promise<void> {
    const { store } = this.#deps;
    // Nobody touches a model while the switch is on, in either direction.
    if (store.killSwitch.on) return;
    for (const rollout of store.rollouts().toArray()) {
      if (rollout.finished_at === null) await this.#look(rollout);
    }
  }

  /** Makes the candidate the champion: how the action `promote` is done. */
  async promote(decision: Decision): Promise<Done> {
    const { serving } = this.#deps;
    const model = modelOf(decision);
    const rollout = this.running(model);
    if (rollout?.state !== 'promoting') throw new NotApplicable('no candidate waits for its promotion');
    const { version } = rollout;
    await withSpan('rollout.promote', attributesOf(rollout), () =>
      serving.serveOnly(model, version, { by: decision.id, detail: `promoted over ${rollout.champion}` }),
    );
    await this.#end(rollout, 'promoted', `version ${version} answers everybody`);
    return { detail: `version ${version} answers everybody`, version };
  }

  /**
   * Looking is no part of the rollout's trace, only what follows from it: a step is looked at hundreds of times, and a
   * trace of all looks would be more than a trace store takes.
   */
  async #look(rollout: Rollout): Promise<void> {
    const { policy, serving, evidence, now } = this.#deps;
    const { route } = await serving.served(rollout.model_name);
    const inItsTrace = (work: () => Promise<void>) => withinTrace(rollout.traceparent, work);
    if (rollout.state === 'promoting')
      return inItsTrace(() => this.#followPromotion(rollout, route.champion));
    if (route.canary?.version !== rollout.version)
      return inItsTrace(() =>
        this.#end(rollout, 'rolled_back', 'the route was changed: it is no longer the canary'),
      );
    const known = await evidence(rollout, now());
    const judgement = judgeStep(rollout, known, policy.rollout, now());
    if (judgement.kind === 'wait') return;
    await inItsTrace(async () => {
      traceComparison(rollout, known, judgement);
      await this.#follow(rollout, judgement, route.champion);
    });
  }

  async #follow(
    rollout: Rollout,
    judgement: Exclude<StepJudgement, { readonly kind: 'wait' }>,
    champion: string,
  ): Promise<void> {
    switch (judgement.kind) {
      case 'roll_back':
        return this.#withdraw(rollout, judgement.detail);
      case 'advance':
        return this.#advance(rollout, judgement.percent, judgement.detail);
      case 'promote': {
        const promoting: Rollout = { ...rollout, state: 'promoting', detail: judgement.detail };
        await this.#keep(promoting, `version ${rollout.version} may be promoted: ${judgement.detail}`);
        return this.#followPromotion(promoting, champion);
      }
    }
  }

  async #advance(rollout: Rollout, percent: number, detail: string): Promise<void> {
    const { serving } = this.#deps;
    const next: Rollout = {
      ...rollout,
      step: rollout.step + 1,
      percent,
      step_started_at: this.#timestamp(),
      detail,
    };
    await withSpan('rollout.step', attributesOf(next), () =>
      serving.setCanary(rollout.model_name, rollout.version, percent, {
        by: rollout.decision_id,
        detail: `grown to ${percent} %: ${detail}`,
      }),
    );
    await this.#keep(next, `version ${rollout.version} serves ${percent} % of the customers: ${detail}`);
  }

  /** Asks for the promotion once, and gives the candidate up where it is refused. */
  async #followPromotion(rollout: Rollout, champion: string): Promise<void> {
    const { store, consider, policy } = this.#deps;
    const retraining = store.decision(rollout.decision_id);
    const id = `${rollout.id}/promote`;
    const decided = store.decision(id);
    if (decided === undefined && retraining !== undefined) {
      const at = this.#timestamp();
      await consider({
        ...retraining,
        id,
        action: 'promote',
        model_version: rollout.version,
        outcome: 'planned',
        reason: null,
        detail: '',
        decided_at: at,
        due_at: at,
        finished_at: null,
        cause: { ...retraining.cause, traceparent: rollout.traceparent },
        dry_run: policy.actions.promote.dryRun,
        approval: policy.actions.promote.approval,
      });
      return;
    }
    if (decided?.outcome === 'done' || champion === rollout.version)
      return this.#end(rollout, 'promoted', `version ${rollout.version} answers everybody`);
    const isGivenUp = decided === undefined || decided.finished_at !== null;
    if (isGivenUp)
      await this.#withdraw(rollout, `not promoted: ${decided?.detail ?? 'its cause is forgotten'}`);
  }

  /** Takes the candidate away from its customers, and says so as every rollback is said. */
  async #withdraw(rollout: Rollout, detail: string): Promise<void> {
    const { serving, log, store } = this.#deps;
    await withSpan('rollout.roll_back', attributesOf(rollout), async () => {
      await serving
        .rollbackCanary(rollout.model_name, rollout.version, { by: rollout.decision_id, detail })
        .catch((error: unknown) => {
          // Somebody was faster; what was wanted is so.
          if (!(error instanceof NotApplicable)) throw error;
        });
      const retraining = store.decision(rollout.decision_id);
      if (retraining !== undefined)
        await log.record({
          ...retraining,
          id: `${rollout.id}/rollback_canary`,
          action: 'rollback_canary',
          model_version: rollout.version,
          outcome: 'done',
          reason: null,
          detail,
          decided_at: this.#timestamp(),
          finished_at: this.#timestamp(),
          traceparent: activeTraceparent(),
        });
    });
    await this.#end(rollout, 'rolled_back', detail);
  }

  async #end(rollout: Rollout, state: 'promoted' | 'rolled_back', detail: string): Promise<void> {
    const { runs, now } = this.#deps;
    const ended: Rollout = { ...rollout, state, detail, finished_at: this.#timestamp() };
    await this.#keep(
      ended,
      state === 'promoted' ? detail : `version ${rollout.version} is rolled back: ${detail}`,
    );
    runs.ended('success', Date.parse(rollout.started_at), now());
  }

  async #keep(rollout: Rollout, text: string): Promise<void> {
    const { store, incidents, logger } = this.#deps;
    await store.save({ kind: 'rollout', rollout });
    const { model_name, version, state, percent, detail } = rollout;
    logger.info(
      {
        event_type: 'rollout_step',
        rollout_id: rollout.id,
        model_name,
        model_version: version,
        state,
        percent,
        detail,
      },
      'rollout step',
    );
    const labels = store.decision(rollout.decision_id)?.cause.labels ?? { model_name };
    await incidents.note(labels, {
      kind: 'rollout',
      text,
      labels: {},
      trace_id: traceIdOf(rollout.traceparent),
    });
  }

  #timestamp(): string {
    return new Date(this.#deps.now()).toISOString();
  }
}

const attributesOf = ({ model_name, version, percent }: Rollout) => ({
  'pipeline.name': 'rollout',
  'model.name': model_name,
  'model.version': version,
  'rollout.percent': percent,
});

const tracer = trace.getTracer('@lab/autopilot');

/** The comparison of a whole step as one span, from its first customers to what was concluded. */
function traceComparison(
  rollout: Rollout,
  { verdicts, predictions }: RolloutEvidence,
  { kind }: StepJudgement,
) {
  tracer
    .startSpan('rollout.compare', {
      startTime: new Date(rollout.step_started_at),
      attributes: {
        ...attributesOf(rollout),
        'rollout.champion': rollout.champion,
        'rollout.predictions': predictions,
        'rollout.judgement': kind,
        ...Object.fromEntries([...verdicts].map(([about, verdict]) => [`rollout.verdict.${about}`, verdict])),
      },
    })
    .end();
}
