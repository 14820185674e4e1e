import type { ExpectedAlert, Fault } from '@lab/catalogue/faults';
import { poll } from '@lab/engine-clients';
import { messageOf } from '../errors.ts';
import { type AlertHistory, AlertWatch } from './alert-watch.ts';
import { letAutopilotAct, untilAutopilotIsIdle } from './autopilot.ts';
import { confirmationBound, detectionBound, resolutionBound } from './bounds.ts';
import { missingEvidence } from './evidence.ts';
import type { Injector } from './injectors/injector.ts';
import { injectorOf } from './injectors/injector-of.ts';
import type { AlertOutcome, DrillResult } from './journal.ts';
import { type AlertTiming, alertname, type LabUnderDrill, timingOf } from './lab-under-drill.ts';
import { alertsOf, answersFor } from './neighbours.ts';
import { emptyPanels, panelsOfFault } from './panels.ts';
import { isBudgetBurn, quietAlerts, waitForQuiet } from './quiet.ts';
import { answers, steadyState } from './steady-state.ts';

/** What a drill says while it goes on. */
export type Tell = (text: string) => void;

const QUIET_PATIENCE_MS = 120_000;
const EVIDENCE_PATIENCE_MS = 15_000;
const DELIVERY_PATIENCE_MS = 15_000;
/** A little later than allowed is worth knowing as a number, not as "never". */
const OVERTIME_SECONDS = 20;
/** An engine is asked every so often, and answers when it can. */
const WATCH_SECONDS = 1;
/** How long a fault may last beyond what detection and evidence need, before it ends by itself. */
const SLACK_SECONDS = 120;

/** What a drill needs to know of the run that it is part of. */
interface DrillSurroundings {
  /** Gives the model the route that the lab ships. */
  readonly shipRoute: () => Promise<void>;
  /** Alerts of the drills that have been beside this one, up to the moment of the call. */
  readonly beside: () => ReadonlySet<string>;
  readonly tell: Tell;
}

/**
 * One experiment: steady state, injection, detection within the bound, evidence, rollback (always), resolution, and no
 * alert that the catalogue does not name.
 */
export async function runDrill(
  fault: Fault,
  lab: LabUnderDrill,
  { shipRoute, beside, tell }: DrillSurroundings,
): Promise<Omit<DrillResult, 'attempt'>> {
  const begun = Date.now();
  const problems: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      problems.push(`${what}: ${messageOf(error)}`);
      return false;
    }
  };
  const expected = fault.expects.map((one) => ({ one, timing: timingOf(one.alert, lab) }));
  let alerts: AlertOutcome[] = [];
  let unexpected: string[] = [];

  const { autopilotActs = false, isApart = false } = fault;
  const isOfOthers = (name: string): boolean =>
    quietAlerts(autopilotActs).includes(name) ||
    isBudgetBurn(name) ||
    beside().has(name) ||
    !answersFor(fault, name);
  const isReady =
    (isApart ||
      (await attempt('cannot make the lab ready', () => makeReady(lab, autopilotActs, shipRoute)))) &&
    (await attempt('the lab is not quiet', () =>
      waitForQuiet(lab, { timeoutMs: QUIET_PATIENCE_MS, mayFire: isOfOthers }),
    )) &&
    (await attempt('no steady state', () => steadyState(fault, lab)));
  if (isReady) {
    tell('steady state; injecting');
    const watch = new AlertWatch([lab.engines.prometheus, lab.engines.loki]);
    const injectors = fault.method.map((injection) => injectorOf(injection, lab));
    const lasts = Math.max(...expected.map(({ one, timing }) => detectionBound(one, timing, lab.timing)));
    try {
      const injectedAt = Date.now();
      const delivered = new Map<string, number>();
      try {
        await attempt('cannot inject', () => injectAll(injectors, lasts + SLACK_SECONDS));
        await detect(fault, expected, watch, injectedAt, lab, tell);
        await attempt('no impact', () => answers(lab, fault.impact, EVIDENCE_PATIENCE_MS));
        problems.push(...(await missingEvidence(fault.evidence, lab, injectedAt, EVIDENCE_PATIENCE_MS)));
        problems.push(...(await emptyPanels(panelsOfFault(fault), lab, injectedAt)));
        await deliver(fault, watch, injectedAt, lab, delivered);
      } finally {
        for (const injector of injectors.toReversed())
          await attempt('cannot roll back', () => injector.rollBack());
        if (!isApart) await attempt('cannot set the route', shipRoute);
      }
      const rolledBackAt = Date.now();
      tell('rolled back');
      await resolve(expected, watch, rolledBackAt, lab, tell);
      alerts = expected.map(({ one, timing }) =>
        outcomeOf(one, timing, watch.histories.get(one.alert), injectedAt, rolledBackAt, delivered, lab),
      );
      const ours = alertsOf(fault);
      unexpected = [...watch.histories.values()]
        .filter(({ name, firingAt }) => firingAt !== undefined && !ours.includes(name) && !isOfOthers(name))
        .map(({ name }) => name);
      await attempt('the lab has not recovered', () => steadyState(fault, lab));
    } finally {
      await watch.close();
    }
  }
  problems.push(...alerts.flatMap((outcome) => shortcomings(outcome, fault)));
  problems.push(...alerts.flatMap((outcome) => lateConfirmation(outcome, timingOf(outcome.alert, lab))));
  problems.push(...unexpected.map((name) => `${name} fired and is not expected`));
  return {
    fault: fault.name,
    title: fault.title,
    startedAt: new Date(begun).toISOString(),
    seconds: (Date.now() - begun) / 1000,
    alerts,
    unexpected,
    problems,
  };
}

/** What an earlier drill may have left, and what this one needs of the autopilot. */
async function makeReady(
  lab: LabUnderDrill,
  autopilotActs: boolean,
  shipRoute: () => Promise<void>,
): Promise<void> {
  await untilAutopilotIsIdle(lab);
  await shipRoute();
  await letAutopilotAct(lab, autopilotActs);
}

async function injectAll(injectors: readonly Injector[], seconds: number): Promise<void> {
  for (const injector of injectors) await injector.inject(Math.ceil(seconds));
}

type Expected = readonly { readonly one: ExpectedAlert; readonly timing: AlertTiming }[];

async function detect(
  fault: Fault,
  expected: Expected,
  watch: AlertWatch,
  injectedAt: number,
  { timing: labTiming }: LabUnderDrill,
  tell: Tell,
): Promise<void> {
  await Promise.all(
    expected.map(async ({ one, timing }) => {
      const bound = detectionBound(one, timing, labTiming);
      const timeoutMs = (bound + OVERTIME_SECONDS) * 1000 - (Date.now() - injectedAt);
      const waitingFor = `${one.alert} to fire for ${fault.name}`;
      const history = await poll(
        () => {
          const seen = watch.histories.get(one.alert);
          return seen?.firingAt === undefined ? undefined : seen;
        },
        { timeoutMs, waitingFor },
      ).catch(() => undefined);
      const after = history?.firingAt === undefined ? undefined : (history.firingAt - injectedAt) / 1000;
      tell(
        after === undefined
          ? `${one.alert} has not fired (bound ${bound.toFixed(0)} s)`
          : `${one.alert} fires after ${after.toFixed(1)} s (bound ${bound.toFixed(0)} s)`,
      );
    }),
  );
}

/** The pager must have been told of each alert that fires, unless the catalogue says what is told instead. */
async function deliver(
  { expects }: Fault,
  watch: AlertWatch,
  injectedAt: number,
  lab: LabUnderDrill,
  delivered: Map<string, number>,
): Promise<void> {
  const told = expects.filter(
    ({ alert, untold }) => untold === undefined && watch.histories.get(alert)?.firingAt !== undefined,
  );
  await Promise.all(
    told.map(({ alert }) =>
      poll(() => lab.engines.pager.toldAt(alertname(alert), injectedAt), {
        timeoutMs: DELIVERY_PATIENCE_MS,
        intervalMs: 200,
        waitingFor: `the pager to be told of ${alert}`,
      })
        .then((at) => delivered.set(alert, at))
        .catch(() => undefined),
    ),
  );
}

async function resolve(
  expected: Expected,
  watch: AlertWatch,
  rolledBackAt: number,
  { timing: labTiming }: LabUnderDrill,
  tell: Tell,
): Promise<void> {
  await Promise.all(
    expected.map(async ({ one, timing }) => {
      if (watch.histories.get(one.alert)?.firingAt === undefined) return;
      const bound = resolutionBound(one, timing, labTiming);
      const timeoutMs = (bound + OVERTIME_SECONDS) * 1000 - (Date.now() - rolledBackAt);
      const resolvedAt = await poll(() => watch.histories.get(one.alert)?.resolvedAt, {
        timeoutMs,
        waitingFor: `${one.alert} to resolve`,
      }).catch(() => undefined);
      tell(
        resolvedAt === undefined
          ? `${one.alert} has not resolved (bound ${bound.toFixed(0)} s)`
          : `${one.alert} resolved after ${((resolvedAt - rolledBackAt) / 1000).toFixed(1)} s`,
      );
    }),
  );
}

function outcomeOf(
  one: ExpectedAlert,
  timing: AlertTiming,
  history: AlertHistory | undefined,
  injectedAt: number,
  rolledBackAt: number,
  delivered: ReadonlyMap<string, number>,
  { timing: labTiming }: LabUnderDrill,
): AlertOutcome {
  const after = (moment: number | undefined, start: number): number | undefined =>
    moment === undefined ? undefined : Math.max(0, (moment - start) / 1000);
  return {
    alert: one.alert,
    pendingAfter: after(history?.activeAt, injectedAt),
    firingAfter: after(history?.firingAt, injectedAt),
    bound: detectionBound(one, timing, labTiming),
    deliveredAfter: after(delivered.get(one.alert), injectedAt),
    resolvedAfter: after(history?.resolvedAt, rolledBackAt),
    resolutionBound: resolutionBound(one, timing, labTiming),
  };
}

function shortcomings(outcome: AlertOutcome, { expects }: Fault): string[] {
  const { alert, firingAfter, bound, deliveredAfter, resolvedAfter, resolutionBound: limit } = outcome;
  if (firingAfter === undefined) return [`${alert} did not fire within ${bound.toFixed(0)} s`];
  const isTold = expects.find((one) => one.alert === alert)?.untold === undefined;
  return [
    ...(firingAfter > bound
      ? [`${alert} fired after ${firingAfter.toFixed(1)} s, later than ${bound.toFixed(0)} s`]
      : []),
    ...(isTold && deliveredAfter === undefined ? [`the pager was not told of ${alert}`] : []),
    ...(resolvedAfter === undefined
      ? [`${alert} did not resolve`]
      : resolvedAfter > limit
        ? [`${alert} resolved after ${resolvedAfter.toFixed(1)} s, later than ${limit.toFixed(0)} s`]
        : []),
  ];
}

/** However long a fault needs to show, its alert may take no longer than its rule says once it does. */
function lateConfirmation({ alert, pendingAfter, firingAfter }: AlertOutcome, timing: AlertTiming): string[] {
  if (pendingAfter === undefined || firingAfter === undefined) return [];
  const took = firingAfter - pendingAfter;
  const bound = confirmationBound(timing);
  return took > bound + WATCH_SECONDS
    ? [`${alert} fired ${took.toFixed(1)} s after its expression was true, later than ${bound.toFixed(0)} s`]
    : [];
}
