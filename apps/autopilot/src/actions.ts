import { setTimeout as delay } from 'node:timers/promises';
import type { Perform } from './autopilot.ts';
import type { Action } from './domain/action.ts';
import type { Decision } from './domain/decision.ts';
import type { Policy } from './domain/policy.ts';
import { NotApplicable, ServingUnavailable } from './errors.ts';
import type { Incidents } from './incidents.ts';
import type { ChangedBy, Serving } from './serving.ts';

interface ActionDeps {
  readonly policy: Policy;
  readonly serving: Serving;
  readonly incidents: Incidents;
  /** Learns anew; returns when the candidate serves its first customers, or is none. */
  readonly retrain: Perform;
  /** Makes the candidate of a rollout the champion. */
  readonly promote: Perform;
}

/** How each action is done. */
export function actions({
  policy,
  serving,
  incidents,
  retrain,
  promote,
}: ActionDeps): Record<Action, Perform> {
  return {
    retrain,
    promote,
    async rollback_canary(decision) {
      const model = modelOf(decision);
      const version = await persistently(() =>
        serving.rollbackCanary(model, decision.cause.labels.model_version, byOf(decision)),
      );
      return { detail: `version ${version} serves no more customers`, version };
    },
    async pin_version(decision) {
      // What a canary does wrong is no reason to relieve the champion.
      const { model_version: blamed } = decision.cause.labels;
      const version = await persistently(() => serving.stepBack(modelOf(decision), byOf(decision), blamed));
      return { detail: `version ${version} answers everybody again`, version };
    },
    async degrade(decision) {
      const version = policy.degradedVersion;
      await persistently(() => serving.serveOnly(modelOf(decision), version, byOf(decision)));
      return { detail: `version ${version} answers everybody`, version };
    },
    async open_incident({ cause }, alert) {
      const incident = await incidents.open(cause, alert);
      if (incident === undefined) throw new NotApplicable('the incident is open and knows of this alert');
      return { detail: `incident ${incident.id}` };
    },
  };
}

/** Waits before the second and the third attempt: a service that restarts is back by then. */
const PAUSES_MS = [500, 2000];

/** Tries again while the inference service is away, or says no to everybody for a moment. */
async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServingUnavailable)) throw error;
      await delay(pauseMs);
    }
  }
  return work();
}

export function modelOf({ model_name }: Decision): string {
  if (model_name === null) throw new NotApplicable('the alert is about no model');
  return model_name;
}

const byOf = ({ id, cause }: Decision): ChangedBy => ({ by: id, detail: cause.alertname });
