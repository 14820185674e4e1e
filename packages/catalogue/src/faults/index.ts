import type { Fault } from './fault.ts';
import { servingFaults } from './serving.ts';

export type { Evidence, ExpectedAlert, Fault, Injection, Probe } from './fault.ts';

export const FAULTS: readonly Fault[] = [...servingFaults];
