import { autopilotFaults } from './autopilot.ts';
import { capacityFaults } from './capacity.ts';
import { dataFaults } from './data.ts';
import type { Fault } from './fault.ts';
import { lineFaults } from './lines.ts';
import { serviceFaults } from './services.ts';
import { servingFaults } from './serving.ts';
import { telemetryFaults } from './telemetry.ts';

export * from './capacity.ts';
export * from './data.ts';
export type {
  ClosedLoop,
  Evidence,
  ExpectedAlert,
  Fault,
  FaultyService,
  Injection,
  Probe,
  PushedSeries,
} from './fault.ts';
export { FAULTY_SERVICES, NATIVE_ONLY, TRACE_STORE } from './fault.ts';
export * from './lines.ts';
export * from './services.ts';
export * from './serving.ts';
export * from './telemetry.ts';

export const FAULTS: readonly Fault[] = [
  ...servingFaults,
  ...serviceFaults,
  ...dataFaults,
  ...lineFaults,
  ...capacityFaults,
  ...telemetryFaults,
  ...autopilotFaults,
];
