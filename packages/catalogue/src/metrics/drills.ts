/** What `./lab drill` tells Prometheus about itself. It is a command, not a target: it pushes these over OTLP. */
import { MAX_ALERTS } from '../limits.ts';
import { gauge } from '../metric.ts';

const fault = { fault: 100 } as const;

export const labDrillActive = gauge({
  name: 'lab_drill_active',
  help: '1 while the fault is injected, 0 once it is rolled back.',
  labels: fault,
});

export const labDrillPassed = gauge({
  name: 'lab_drill_passed',
  help: '1 when the last drill of the fault went as the catalogue says, 0 when not.',
  labels: fault,
});

export const labDrillDetectionSeconds = gauge({
  name: 'lab_drill_detection_seconds',
  help: 'Time from the injection to the alert firing, in the last drill.',
  labels: { ...fault, alertname: MAX_ALERTS },
});

export const labDrillResolutionSeconds = gauge({
  name: 'lab_drill_resolution_seconds',
  help: 'Time from the rollback to the alert resolving, in the last drill.',
  labels: { ...fault, alertname: MAX_ALERTS },
});
