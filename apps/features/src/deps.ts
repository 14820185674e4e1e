import type { Telemetry } from '@lab/instrumentation';
import type { Database } from '@lab/postgres';
import type { FaultSettings } from '@lab/service/faults';

export interface Deps {
  readonly telemetry: Telemetry;
  readonly database: Database;
  readonly faults: FaultSettings;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
