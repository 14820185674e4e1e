import type { ClosedLoop, Fault } from '@lab/catalogue/faults';
import { AutopilotApi, type Decision, poll } from '@lab/engine-clients';
import { messageOf } from '../../errors.ts';
import { AlertWatch } from '../alert-watch.ts';
import { letAutopilotAct, untilAutopilotIsIdle } from '../autopilot.ts';
import { detectionBound } from '../bounds.ts';
import { injectorOf } from '../injectors/injector-of.ts';
import { type LabUnderDrill, timingOf } from '../lab-under-drill.ts';
import { isBudgetBurn, quietAlerts, waitForQuiet } from '../quiet.ts';
import type { Tell } from '../run-drill.ts';
import { answers, steadyState } from '../steady-state.ts';
import { waitForCooldown } from './cooldown.ts';
import { type Moment, Timeline } from './timeline.ts';

/** A fault that was left to the autopilot. Times in seconds after the injection; undefined where it did not come to it. */
export interface LoopResult {
  readonly fault: string;
  readonly title: string;
  readonly startedAt: string;
  readonly detectedAfter: number | undefined;
  /** When the remedy was in place: the canary gone, or the retrained version with all customers. */
  readonly remediedAfter: number | undefined;
  /** When the alerts had ended and customers got what they got before, with the fault still there. */
  readonly restoredAfter: number | undefined;
  /** The version that was taken away, or that was learned. */
  readonly version: string | undefined;
  /** Of the decision that began the remedy; its trace holds the whole loop. */
  readonly decision: Pick<Decision, 'id' | 'alertname' | 'trace_id'> | undefined;
  readonly promotion: Pick<Decision, 'id' | 'trace_id'> | undefined;
  readonly moments: readonly Moment[];
  /** Why the loop is not closed; empty where it is. */
  readonly problems: readonly string[];
}

/** The slowest memory of the lab is that of verdicts on canaries: an hour, a minute in a drill. */
const QUIET_MS = 180_000;
/** Beyond the bound of detection in the drill of the alert: which of the alerts is first depends on the customers. */
const OVERTIME_MS = 30_000;
const DECISION_MS = 60_000;
/** Rows have to come, three attempts may be needed, and processors are shared. */
const TRAINING_MS = 240_000;
const PROMOTION_MS = 120_000;
const RESTORED_MS = 120_000;
/** A scrape that failed looks like a resolution until the next one. */
const ENDED_MS = 5000;
/** An hour of production: what has ended has to stay so for that long. */
const STAYS_MS = 60_000;
/** A fault ends by itself should nobody be left to roll it back. */
const FAULT_SECONDS = 900;

/** What is known of a loop while it goes on. */
interface Progress {
  detectedAfter?: number;
  remediedAfter?: number;
  restoredAfter?: number;
  version?: string;
  decision?: Decision;
  promotion?: Decision;
}

interface Scene {
  readonly loop: ClosedLoop;
  readonly lab: LabUnderDrill;
  readonly autopilot: AutopilotApi;
  readonly watch: AlertWatch;
  readonly timeline: Timeline;
  readonly injectedAt: number;
}

/**
 * Injects a fault, lets the autopilot act, and touches nothing until customers get again what they got before: the
 * fault stays. Then it is rolled back, and the route with it, whatever happened.
 */
export async function runLoop(
  fault: Fault & { readonly loop: ClosedLoop },
  lab: LabUnderDrill,
  shipRoute: () => Promise<void>,
  tell: Tell,
): Promise<LoopResult> {
  const autopilot = new AutopilotApi(lab.endpoints.autopilot);
  const { loop } = fault;
  const progress: Progress = {};
  const problems: string[] = [];
  const startedAt = new Date();
  let moments: readonly Moment[] = [];
  try {
    await letAutopilotAct(lab, false);
    await untilAutopilotIsIdle(lab);
    await shipRoute();
    await waitForQuiet(lab, {
      timeoutMs: QUIET_MS,
      mayFire: (name) => quietAlerts(false).includes(name) || isBudgetBurn(name),
    });
    await steadyState(fault, lab);
    await waitForCooldown(loop.action, lab, autopilot, tell);
    await letAutopilotAct(lab, true);
    tell('steady state; injecting');
    const watch = new AlertWatch([lab.engines.prometheus, lab.engines.loki]);
    const injectors = fault.method.map((injection) => injectorOf(injection, lab));
    const injectedAt = Date.now();
    const timeline = new Timeline(injectedAt, tell);
    try {
      for (const injector of injectors) await injector.inject(FAULT_SECONDS);
      const scene: Scene = { loop, lab, autopilot, watch, timeline, injectedAt };
      await untilDetected(fault, scene, progress);
      await (loop.action === 'retrain' ? untilPromoted : untilRolledBack)(scene, progress);
      await untilRestored(scene, progress);
    } finally {
      moments = timeline.moments();
      await letAutopilotAct(lab, false);
      for (const injector of injectors.toReversed())
        await injector.rollBack().catch((error: unknown) => {
          problems.push(`cannot roll back: ${messageOf(error)}`);
        });
      await shipRoute();
      await watch.close();
      await letAutopilotAct(lab, true);
    }
  } catch (error) {
    problems.push(messageOf(error));
  }
  return {
    fault: fault.name,
    title: fault.title,
    startedAt: startedAt.toISOString(),
    detectedAfter: progress.detectedAfter,
    remediedAfter: progress.remediedAfter,
    restoredAfter: progress.restoredAfter,
    version: progress.version,
    decision: progress.decision,
    promotion: progress.promotion,
    moments,
    problems,
  };
}

async function untilDetected(
  { expects }: Fault,
  { loop, lab, watch, timeline }: Scene,
  progress: Progress,
): Promise<void> {
  const bounds = expects.map((one) => detectionBound(one, timingOf(one.alert, lab), lab.timing));
  const first = await poll(
    () =>
      loop.alerts
        .flatMap((name) => watch.histories.get(name) ?? [])
        .filter(({ firingAt }) => firingAt !== undefined)
        .toSorted((a, b) => (a.firingAt ?? 0) - (b.firingAt ?? 0))[0],
    { timeoutMs: Math.max(...bounds) * 1000 + OVERTIME_MS, waitingFor: `one of ${loop.alerts.join(', ')}` },
  );
  progress.detectedAfter = timeline.mark(`${first.name} fires`, first.firingAt ?? 0);
}

/** A decision since the injection, once there is one with an outcome. */
const decided = (
  { autopilot, injectedAt }: Scene,
  {
    action,
    outcome,
    version,
    timeoutMs,
  }: { action: string; outcome: string; version?: string; timeoutMs: number },
): Promise<Decision> =>
  poll(
    async () =>
      (await autopilot.decisions()).find(
        (decision) =>
          decision.action === action &&
          decision.outcome === outcome &&
          Date.parse(decision.decided_at) >= injectedAt &&
          (version === undefined || decision.model_version === version),
      ),
    { timeoutMs, intervalMs: 200, waitingFor: `the autopilot to say of ${action}: ${outcome}` },
  );

async function untilRolledBack(scene: Scene, progress: Progress): Promise<void> {
  const { timeline } = scene;
  const rollback = await decided(scene, {
    action: 'rollback_canary',
    outcome: 'done',
    timeoutMs: DECISION_MS,
  });
  progress.decision = rollback;
  if (rollback.model_version !== null) progress.version = rollback.model_version;
  timeline.mark('the autopilot decides to roll back', rollback.decided_at);
  progress.remediedAfter = timeline.mark(
    `version ${progress.version} serves nobody any more`,
    rollback.finished_at ?? '',
  );
}

async function untilPromoted(scene: Scene, progress: Progress): Promise<void> {
  const { autopilot, lab, timeline, injectedAt } = scene;
  const started = await decided(scene, { action: 'retrain', outcome: 'started', timeoutMs: DECISION_MS });
  timeline.mark(`the autopilot decides to retrain, because of ${started.alertname}`, started.decided_at);
  const retraining = await poll(
    async () =>
      (await autopilot.decisions()).find(({ id, outcome }) => id === started.id && outcome !== 'started'),
    { timeoutMs: TRAINING_MS, intervalMs: 200, waitingFor: 'the end of the training' },
  );
  progress.decision = retraining;
  for (const { at, fields } of await evaluations(lab, retraining, injectedAt)) {
    const verdict = fields.better === 'true' ? 'beats' : 'does not beat';
    timeline.mark(
      `candidate ${fields.attempt}, trained on ${fields.fresh_rows} fresh rows, ${verdict} version ${fields.champion_version}`,
      at,
    );
  }
  const { model_version: version } = retraining;
  if (retraining.outcome !== 'done' || version === null)
    throw new Error(`no candidate: ${retraining.outcome}, ${retraining.detail}`);
  progress.version = version;
  const canaryAt = await autopilot.challengerAt(version, injectedAt);
  if (canaryAt === undefined) throw new Error(`version ${version} was never the challenger`);
  timeline.mark(`version ${version} is canary, with its first customers`, canaryAt);
  const promotion = await decided(scene, {
    action: 'promote',
    outcome: 'done',
    version,
    timeoutMs: PROMOTION_MS,
  });
  progress.promotion = promotion;
  progress.remediedAfter = timeline.mark(
    `version ${version} is promoted and answers everybody`,
    promotion.finished_at ?? '',
  );
}

/** The lines of the comparisons with the champion, one for each attempt, in order of time. */
const evaluations = (lab: LabUnderDrill, { id }: Decision, since: number) =>
  poll(
    async () => {
      const query = `{service_name="autopilot"} | event_type="candidate_evaluated" | decision_id="${id}"`;
      const lines = await lab.engines.loki.lines(query, since / 1000);
      return lines.length === 0 ? undefined : lines.toSorted((a, b) => a.at - b.at);
    },
    { timeoutMs: 30_000, intervalMs: 500, waitingFor: 'lines of the evaluation in Loki' },
  );

async function untilRestored({ loop, lab, watch, timeline }: Scene, progress: Progress): Promise<void> {
  const quiet = (): boolean =>
    loop.alerts.every((name) => {
      const { firingAt, resolvedAt } = watch.histories.get(name) ?? {};
      return firingAt === undefined || (resolvedAt !== undefined && Date.now() - resolvedAt >= ENDED_MS);
    });
  await poll(() => (quiet() ? true : undefined), {
    timeoutMs: RESTORED_MS,
    waitingFor: `the end of ${watch.firing().join(', ')}`,
  });
  const ends: number[] = [];
  for (const name of loop.alerts) {
    const end = watch.histories.get(name)?.resolvedAt;
    if (end !== undefined) ends.push(timeline.mark(`${name} has resolved`, end));
  }
  await answers(lab, loop.restored, RESTORED_MS);
  const restored = timeline.mark('customers get what they got before', Date.now() - ENDED_MS);
  progress.restoredAfter = Math.max(restored, ...ends);
  const since = Date.now();
  const back = await poll(
    () => {
      const firing = watch.firing().filter((name) => loop.alerts.includes(name));
      return firing.length > 0 || Date.now() - since >= STAYS_MS ? firing : undefined;
    },
    { timeoutMs: STAYS_MS + ENDED_MS, intervalMs: 200, waitingFor: 'the alerts to stay away' },
  );
  if (back.length > 0) throw new Error(`${back.join(', ')} came back`);
  timeline.mark('none of the alerts has come back', Date.now());
}
