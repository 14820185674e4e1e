import { autopilotIncidentDurationSeconds } from '@lab/catalogue';
import type { Fault } from '@lab/catalogue/faults';
import {
  type PanelWaitingForFault,
  panelsWaitingForFaults,
  type QueryOutcome,
  runQueries,
} from '@lab/dashboards';
import { poll } from '@lab/engine-clients';
import { hasComponent, type LabUnderDrill } from './lab-under-drill.ts';

/** Panels are asked in turn, and a rate needs some scrapes of what the fault has begun. */
const PATIENCE_MS = 30_000;

/** What is told when it is over, and not while the fault lasts. */
const TOLD_AT_THE_END = ['lab_drill_', autopilotIncidentDurationSeconds.name];
const isToldAtTheEnd = ({ query }: PanelWaitingForFault): boolean =>
  TOLD_AT_THE_END.some((name) => query.expr.includes(name));

/** Panels that a healthy lab leaves empty, and that this fault must fill while it lasts. */
export const panelsOfFault = ({ name }: Fault): readonly PanelWaitingForFault[] =>
  panelsWaitingForFaults().filter((panel) => panel.fault === name && !isToldAtTheEnd(panel));

/** Panels that must show something once the fault and its alerts are over. */
export const panelsAfterFault = ({ name }: Fault): readonly PanelWaitingForFault[] =>
  panelsWaitingForFaults().filter((panel) => panel.fault === name && isToldAtTheEnd(panel));

/**
 * Asks what the panels ask until each has shown something.
 * @param injectedAt milliseconds since the epoch: older lines and traces are of something else
 * @returns a problem for each panel that stays empty
 */
export async function emptyPanels(
  panels: readonly PanelWaitingForFault[],
  lab: LabUnderDrill,
  injectedAt: number,
): Promise<string[]> {
  const { prometheus, loki, tempo } = lab.endpoints;
  const engines = { prometheus, loki, ...(hasComponent(lab, 'tempo') ? { tempo } : {}) };
  let empty: readonly QueryOutcome[] = panels.map(({ query }) => ({ query, outcome: 'empty' }));
  await poll(
    async () => {
      const queries = empty.map(({ query }) => query);
      const outcomes = await runQueries(engines, queries, injectedAt);
      empty = outcomes.filter(({ outcome }) => outcome !== 'data' && outcome !== 'skipped');
      return empty.length === 0 ? true : undefined;
    },
    { timeoutMs: PATIENCE_MS, intervalMs: 500, waitingFor: 'panels to show the fault' },
  ).catch(() => undefined);
  return empty.map(
    ({ query: { dashboard, panel }, message = 'no data' }) =>
      `panel ${dashboard}/${panel} shows nothing of it: ${message}`,
  );
}
