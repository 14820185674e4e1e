/**
 * Panels that rightly show nothing in a healthy lab, each with the fault that fills it, so that a drill can prove it.
 * Everything else must show something: a panel without data looks the same as a panel with a broken query.
 */
import * as faults from '@lab/catalogue/faults';

export const MAY_BE_EMPTY: Readonly<Record<string, faults.Fault>> = {
  'alerts-incidents/History of alerts': faults.failingAnswers,
  'alerts-incidents/Pending and firing': faults.failingAnswers,
  // A drill tells these at its beginning and its end, whichever its fault.
  'alerts-incidents/Drills': faults.failingAnswers,
  'alerts-incidents/Mean time to detect': faults.failingAnswers,
  'alerts-incidents/Mean time to resolve': faults.failingAnswers,
  'alerts-incidents/Drills passed': faults.failingAnswers,
  'alerts-incidents/Time to detect': faults.failingAnswers,
  'alerts-incidents/Time to resolve': faults.failingAnswers,
  // Of what the autopilot hears nothing must have come yet.
  'alerts-incidents/Alerts heard by the autopilot': faults.failingAnswers,
  'alerts-incidents/What the autopilot decided': faults.failingAnswers,
  // The autopilot closes an incident when its last alert has resolved.
  'alerts-incidents/Duration of incidents': faults.failingAnswers,
  'slo/Time to exhaustion': faults.slowAnswers,
  'traces/Traces with errors': faults.failingAnswers,
  'lab-overview/Failed traces': faults.failingAnswers,
  'lab-overview/Lines that warn': faults.logBurst,
  'logs/Warnings and errors': faults.logBurst,
  'logs/Degraded predictions': faults.frozenFeatures,
  'telemetry-pipeline/Label values refused': faults.unboundedLabel,
  'telemetry-pipeline/Loki: lines refused': faults.oldLines,
  'services-red/Lines': faults.failingModel,
};

const NO_CONTAINERS = 'containers of an engine that names them: without Docker the lab is processes';

/** Panels that no fault can fill, and what the lab lacks for them. */
export const NOT_FILLED_BY_FAULTS: Readonly<Record<string, string>> = {
  'gpu/Memory by process': 'a GPU with a driver: the simulator has no processes',
  'host/Processors by container': NO_CONTAINERS,
  'host/Memory of containers against their limits': NO_CONTAINERS,
  'host/Containers held back': NO_CONTAINERS,
  'host/Containers started again and out of memory': NO_CONTAINERS,
  'data-drift/Drift score against the last 7 days': '500 sampled predictions of full hours past',
};
