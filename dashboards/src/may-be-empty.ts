/**
 * Panels that rightly show nothing in a healthy lab, each with the fault that fills it, so that a drill can prove it.
 * Everything else must show something: a panel without data looks the same as a panel with a broken query.
 */
import * as faults from '@lab/catalogue/faults';

export const MAY_BE_EMPTY: Readonly<Record<string, faults.Fault>> = {
  'lab-overview/Failed traces': faults.failingAnswers,
  'lab-overview/Lines that warn': faults.logBurst,
  'logs/Warnings and errors': faults.logBurst,
  'logs/Degraded predictions': faults.frozenFeatures,
  'telemetry-pipeline/Label values refused': faults.unboundedLabel,
  'telemetry-pipeline/Loki: lines refused': faults.oldLines,
  'services-red/Lines': faults.logBurst,
};
