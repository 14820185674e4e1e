/**
 * Panels that rightly show nothing in a healthy lab, each with the reason. Everything else must show something: a
 * panel without data looks the same as a panel with a broken query.
 */
export const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'lab-overview/Failed traces': 'nothing need have failed',
  'lab-overview/Lines that warn': 'nothing need have been worth a warning',
  'logs/Warnings and errors': 'nothing need have been worth a warning',
  'logs/Degraded predictions': 'every prediction may have had its features',
  'telemetry-pipeline/Label values refused': 'no label need have had too many values',
  'telemetry-pipeline/Loki: lines refused': 'the counter exists only after the first',
  'services-red/Lines': 'a service that has done nothing but answer writes nothing else',
};
