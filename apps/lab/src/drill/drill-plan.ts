import type { Fault, Injection } from '@lab/catalogue/faults';

/** Faults that are drilled at the same time, each lane one after the other. */
export type Stage = readonly (readonly Fault[])[];

/** What keeps metrics, lines or notifications from coming: no other drill can be judged meanwhile. */
const BLINDING: readonly Injection['kind'][] = ['broken_config', 'no_targets', 'span_flood', 'old_lines'];
/** Frozen, these take customers' answers away, and nothing that tells of it. */
const SERVING = ['features', 'postgres'];

/**
 * First what happens to the services, and beside it what happens apart from them; then, one by one, what leaves the lab
 * to the autopilot, and what blinds it. Customers notice nothing of the latter: the slower windows of the error budgets
 * forget meanwhile, and a control that follows has less to wait for.
 */
export function drillPlan(faults: readonly Fault[]): readonly Stage[] {
  const {
    others = [],
    apart = [],
    alone = [],
  } = Object.groupBy(faults, (fault) =>
    fault.isApart === true ? 'apart' : isAlone(fault) ? 'alone' : 'others',
  );
  const { autopilot = [], blinding = [] } = Object.groupBy(alone, ({ autopilotActs = false }) =>
    autopilotActs ? 'autopilot' : 'blinding',
  );
  return [[others, apart], [[...autopilot, ...blinding]]]
    .map((stage) => stage.filter((lane) => lane.length > 0))
    .filter((stage) => stage.length > 0);
}

const isAlone = ({ method, autopilotActs = false }: Fault): boolean =>
  autopilotActs ||
  method.some(
    (injection) =>
      BLINDING.includes(injection.kind) ||
      (injection.kind === 'freeze' && !SERVING.includes(injection.component)),
  );
