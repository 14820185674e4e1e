import type { Telemetry } from '@lab/instrumentation';
import type { FaultSettings } from '@lab/service/faults';
import type { Database } from './adapters/database.ts';

export interface Deps {
  readonly telemetry: Telemetry;
  readonly database: Database;
  readonly faults: FaultSettings;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
