import { failSpan, type Logger, withSpan } from '@lab/instrumentation';
import type { Span } from '@opentelemetry/api';
import type { DecisionLog } from './decision-log.ts';
import type { Action, Refusal } from './domain/action.ts';
import {
  type AlertDelivery,
  type DeliveredAlert,
  keyOf,
  type Receipt,
  type TakenAlert,
  takenAlert,
} from './domain/alert.ts';
import { type Cause, type Decision, isOpen } from './domain/decision.ts';
import { refusalOf } from './domain/guards.ts';
import { type Policy, rulesFor } from './domain/policy.ts';
import { ApprovalNotFound, NotApplicable } from './errors.ts';
import { InTurn } from './in-turn.ts';
import type { Incidents } from './incidents.ts';
import type { AutopilotMetrics } from './metrics.ts';
import type { KillSwitch, Store } from './store.ts';
import { activeTraceparent, linkTrace, traceparentOf, withinTrace } from './tracing.ts';

/** What came of doing something. */
export interface Done {
  readonly detail: string;
  /** The version that it was about. */
  readonly version?: string;
}

/**
 * Does one kind of action.
 * @throws NotApplicable where there is nothing to do; anything else is a failure
 */
export type Perform = (decision: Decision, alert: TakenAlert | undefined) => Promise<Done>;

interface AutopilotDeps {
  readonly policy: Policy;
  readonly store: Store;
  readonly log: DecisionLog;
  readonly incidents: Incidents;
  readonly metrics: AutopilotMetrics;
  readonly perform: Readonly<Record<Action, Perform>>;
  /** The trace of what the alert was measured by; null where nobody knows. */
  readonly traceOfCause: (cause: Pick<Cause, 'labels' | 'starts_at'>) => Promise<string | null>;
  /** What an alert that names no model is about. */
  readonly defaultModel: string;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * From alerts to actions. An alert is kept before anything follows from it; each rule's action on it is decided once, under
 * an id that the alert gives, however often it is told and wherever a restart falls.
 */
export class Autopilot {
  readonly #deps: AutopilotDeps;
  readonly #inTurn = new InTurn();
  /** Decisions that somebody is at work on. */
  readonly #inHand = new Set<string>();
  /** Alerts from which something has still to follow; after a start, as far as anybody knows, all of them. */
  readonly #unsettled: Set<string>;

  constructor(deps: AutopilotDeps) {
    this.#deps = deps;
    this.#unsettled = new Set(deps.store.alerts().map(({ key }) => key));
  }

  /** Keeps what was delivered. @throws StateUnavailable; the whole delivery may come again then */
  async take({ alerts }: AlertDelivery): Promise<readonly TakenAlert[]> {
    const { store, metrics, logger, now } = this.#deps;
    const taken = alerts.map((alert) =>
      takenAlert(alert, this.#receiptOf(alert), now(), activeTraceparent()),
    );
    // The same word twice in one delivery is one word.
    const fresh = new Map(
      taken.filter(({ receipt }) => receipt !== 'duplicate').map((alert) => [alert.key, alert]),
    );
    await store.save(...fresh.values().map((alert) => ({ kind: 'alert', alert }) as const));
    for (const key of fresh.keys()) this.#unsettled.add(key);
    for (const { alertname, receipt, status, labels } of taken) {
      metrics.alerts.inc({ alertname, receipt });
      logger.info(
        { event_type: 'autopilot_alert', alertname, receipt, status, alert_labels: labels },
        'alert delivered',
      );
    }
    return taken;
  }

  /** Decides and does what is due. Called after a delivery, at every tick, and once after a start. */
  async work(): Promise<void> {
    const { store } = this.#deps;
    await this.#endKillSwitchInTime();
    for (const key of this.#unsettled) {
      const alert = store.alert(key);
      const settled = alert?.receipt !== 'accepted' || (await this.#follow(alert));
      if (settled) this.#unsettled.delete(key);
    }
    const due = store
      .decisions()
      .filter((decision) => this.#isDue(decision))
      .toArray();
    await Promise.all(due.map((decision) => this.#start(decision)));
  }

  /** Decides about an action that no rule asked for but another action led to, such as a promotion. */
  async consider(decision: Decision): Promise<void> {
    if (this.#deps.store.decision(decision.id) !== undefined) return;
    await this.#deps.log.record(decision);
    await this.#start(decision);
  }

  pendingApprovals(): readonly Decision[] {
    return this.#deps.store
      .decisions()
      .filter(({ outcome }) => outcome === 'awaiting_approval')
      .toArray();
  }

  /** @throws ApprovalNotFound */
  async approve(id: string): Promise<void> {
    const decision = this.#awaiting(id);
    this.#deps.logger.warn(
      { event_type: 'autopilot_approval', decision_id: id, approved: true },
      'action approved',
    );
    await this.#deps.log.record({ ...decision, approval: false, outcome: 'planned', detail: 'approved' });
    void this.#start({ ...decision, approval: false });
  }

  /** @throws ApprovalNotFound */
  async reject(id: string): Promise<void> {
    const decision = this.#awaiting(id);
    this.#deps.logger.warn(
      { event_type: 'autopilot_approval', decision_id: id, approved: false },
      'action rejected',
    );
    await this.#refuse(decision, 'rejected', 'a human said no');
  }

  /** @param seconds after which one that is on ends by itself; without it, somebody has to end it */
  async setKillSwitch(on: boolean, reason: string, seconds?: number): Promise<KillSwitch> {
    const { store, logger, now } = this.#deps;
    const ends =
      on && seconds !== undefined ? { ends_at: new Date(now() + seconds * 1000).toISOString() } : {};
    const killSwitch = { on, reason, changed_at: this.#timestamp(), ...ends };
    await store.save({ kind: 'kill_switch', killSwitch });
    logger.warn({ event_type: 'kill_switch', on, reason, ...ends }, 'kill switch turned');
    return killSwitch;
  }

  /** When everything that has been started is over. */
  settled(): Promise<void> {
    return this.#inTurn.settled();
  }

  /** By a change that is kept and logged, as if somebody had done it: nobody has to compare times to know whether it is on. */
  async #endKillSwitchInTime(): Promise<void> {
    const { on, reason, ends_at } = this.#deps.store.killSwitch;
    if (on && ends_at !== undefined && Date.parse(ends_at) <= this.#deps.now())
      await this.setKillSwitch(false, `its time is over: ${reason}`);
  }

  #receiptOf(alert: DeliveredAlert): Receipt {
    const { store, policy, now } = this.#deps;
    if (store.alert(keyOf(alert)) !== undefined) return 'duplicate';
    if (rulesFor(policy, alert.labels).length === 0) return 'no_policy';
    const age = now() - Date.parse(alert.status === 'firing' ? alert.startsAt : alert.endsAt);
    return alert.status === 'firing' && age > policy.staleAfterMs ? 'stale' : 'accepted';
  }

  /** @returns whether nothing more can follow from the alert */
  async #follow(alert: TakenAlert): Promise<boolean> {
    if (alert.status === 'resolved') return this.#withdraw(alert);
    await this.#plan(alert);
    return true;
  }

  /** Makes the decisions that are not there yet. */
  async #plan(alert: TakenAlert): Promise<void> {
    const { store, policy, defaultModel, now, log } = this.#deps;
    const { alertname, stretch, labels, starts_at, traceparent } = alert;
    for (const rule of rulesFor(policy, labels)) {
      for (const action of rule.actions) {
        // Two rules that ask for the same ask once.
        const id = `${stretch}/${action}`;
        if (store.decision(id) !== undefined) continue;
        const due = Math.max(now(), Date.parse(starts_at) + rule.sustainedForMs);
        const resolved = store.alert(`${stretch}/resolved`) !== undefined;
        if (resolved && action !== 'open_incident') continue;
        await log.record({
          id,
          action,
          rule: rule.name,
          model_name:
            action === 'open_incident' ? (labels.model_name ?? null) : (labels.model_name ?? defaultModel),
          model_version: labels.model_version ?? null,
          cause: { alertname, stretch, labels, starts_at, traceparent },
          outcome: 'planned',
          reason: null,
          detail: '',
          decided_at: new Date(now()).toISOString(),
          due_at: new Date(action === 'open_incident' ? now() : due).toISOString(),
          finished_at: null,
          dry_run: rule.dryRun || policy.actions[action].dryRun,
          approval: rule.approval || policy.actions[action].approval,
          traceparent,
        });
      }
    }
  }

  /** What waited for an alert that is over has nothing to mend; its incident may be over with it. */
  async #withdraw(alert: TakenAlert): Promise<boolean> {
    const { store, incidents } = this.#deps;
    for (const decision of store.decisions().toArray()) {
      const waits = decision.outcome === 'planned' || decision.outcome === 'awaiting_approval';
      const isOfStretch = decision.cause.stretch === alert.stretch && decision.action !== 'open_incident';
      if (waits && isOfStretch && !this.#inHand.has(decision.id))
        await this.#refuse(decision, 'not_applicable', 'the alert has resolved');
    }
    const opening = store.decision(`${alert.stretch}/open_incident`);
    // Its incident is opened first, even where the resolution overtook it.
    if (opening !== undefined && isOpen(opening)) return false;
    await incidents.resolve(alert);
    return true;
  }

  #isDue(decision: Decision): boolean {
    if (this.#inHand.has(decision.id)) return false;
    // Started, and nobody at work on it: the process that was has ended.
    if (decision.outcome === 'started') return true;
    const waits = decision.outcome === 'planned' || this.#outlastsCooldown(decision);
    return waits && Date.parse(decision.due_at) <= this.#deps.now();
  }

  /** What the cooldown refused has still to be done while its alert fires: nobody tells of it a second time. */
  #outlastsCooldown({ id, action, outcome, reason, cause }: Decision): boolean {
    const isRefused = outcome === 'refused' && reason === 'cooldown' && id === `${cause.stretch}/${action}`;
    return isRefused && this.#deps.store.alert(`${cause.stretch}/resolved`) === undefined;
  }

  /** One action at a time per model; learning takes long, and a canary must not wait for it to be rolled back. */
  async #start(decision: Decision): Promise<void> {
    const { id, action, model_name } = decision;
    if (this.#inHand.has(id)) return;
    this.#inHand.add(id);
    const lane = action === 'retrain' ? 'training' : action === 'open_incident' ? 'incidents' : 'serving';
    const done = this.#inTurn
      .run(`${lane}/${model_name}`, () => this.#decide(decision))
      .finally(() => {
        this.#inHand.delete(id);
      });
    const guarded = done.catch((error: unknown) => {
      this.#deps.logger.error({ error, event_type: 'autopilot_failed', decision_id: id }, 'decision failed');
    });
    if (lane !== 'training') await guarded;
  }

  #decide(decision: Decision): Promise<void> {
    const { policy, store, now } = this.#deps;
    return withinTrace(decision.cause.traceparent, () =>
      withSpan('autopilot_decision', attributesOf(decision), async (span) => {
        await this.#linkCause(span, decision);
        const own = {
          ...decision,
          outcome: decision.outcome === 'started' ? decision.outcome : ('planned' as const),
          reason: null,
          finished_at: null,
          traceparent: traceparentOf(span) ?? decision.traceparent,
        };
        const refused =
          own.outcome === 'started'
            ? undefined
            : refusalOf(own, policy, {
                killSwitchOn: store.killSwitch.on,
                decisions: store.decisions(),
                now: now(),
              });
        if (this.#isOverdue(own)) await this.#refuse(own, 'not_applicable', 'the alert has resolved');
        else if (refused !== undefined)
          await this.#refuse({ ...own, due_at: refused.until ?? own.due_at }, refused.reason, refused.detail);
        else if (own.dry_run)
          await this.#finish({ ...own, outcome: 'dry_run', detail: `would have done ${own.action}` });
        else if (own.approval)
          await this.#deps.log.record({ ...own, outcome: 'awaiting_approval', detail: 'waits for a human' });
        else await this.#act(own, span);
        span.setAttribute('autopilot.outcome', store.decision(own.id)?.outcome ?? 'unknown');
      }),
    );
  }

  /** Whether its alert has resolved while it waited for its turn: behind a training that may be hours. */
  #isOverdue({ id, action, outcome, cause }: Decision): boolean {
    const isOfAlert = id === `${cause.stretch}/${action}` && action !== 'open_incident';
    return (
      isOfAlert && outcome === 'planned' && this.#deps.store.alert(`${cause.stretch}/resolved`) !== undefined
    );
  }

  async #act(decision: Decision, span: Span): Promise<void> {
    const { log, perform, store } = this.#deps;
    const started: Decision = { ...decision, outcome: 'started', decided_at: this.#timestamp() };
    await log.record(started);
    try {
      const alert = store.alert(`${decision.cause.stretch}/firing`);
      const { detail, version = started.model_version } = await perform[decision.action](started, alert);
      await this.#finish({ ...started, outcome: 'done', detail, model_version: version });
    } catch (error) {
      if (error instanceof NotApplicable) return this.#refuse(started, 'not_applicable', error.message);
      failSpan(span, error);
      await this.#finish({ ...started, outcome: 'failed', detail: (error as Error).message });
    }
  }

  #refuse(decision: Decision, reason: Refusal, detail: string): Promise<void> {
    return this.#finish({ ...decision, outcome: 'refused', reason, detail });
  }

  #finish(decision: Decision): Promise<void> {
    return this.#deps.log.record({ ...decision, finished_at: this.#timestamp() });
  }

  #timestamp(): string {
    return new Date(this.#deps.now()).toISOString();
  }

  #awaiting(id: string): Decision {
    const decision = this.#deps.store.decision(id);
    if (decision?.outcome !== 'awaiting_approval') throw new ApprovalNotFound(id);
    return decision;
  }

  /** An alert may carry the trace that it is about; else whoever measured it may know. */
  async #linkCause(span: Span, { cause }: Decision): Promise<void> {
    const { store, traceOfCause } = this.#deps;
    const carried = cause.labels.trace_id ?? store.alert(`${cause.stretch}/firing`)?.annotations.trace_id;
    linkTrace(span, carried ?? (await traceOfCause(cause)), 'cause');
  }
}

const attributesOf = ({ id, action, rule, model_name, cause }: Decision) => ({
  'autopilot.decision_id': id,
  'autopilot.action': action,
  'autopilot.rule': rule,
  'alert.name': cause.alertname,
  'alert.started_at': cause.starts_at,
  ...(model_name === null ? {} : { 'model.name': model_name }),
});
