import { capacityFaults } from './capacity.ts';
import { dataFaults } from './data.ts';
import type { Fault } from './fault.ts';
import { lineFaults } from './lines.ts';
import { serviceFaults } from './services.ts';
import { servingFaults } from './serving.ts';
import { telemetryFaults } from './telemetry.ts';

export type {
  Evidence,
  ExpectedAlert,
  Fault,
  FaultyService,
  Injection,
  Probe,
  PushedSeries,
} from './fault.ts';
export { NATIVE_ONLY } from './fault.ts';

export const FAULTS: readonly Fault[] = [
  ...servingFaults,
  ...serviceFaults,
  ...dataFaults,
  ...lineFaults,
  ...capacityFaults,
  ...telemetryFaults,
];
