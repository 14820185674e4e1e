import type { Telemetry } from '@lab/instrumentation';
import type { Database } from './adapters/database.ts';

export interface Deps {
  readonly telemetry: Telemetry;
  readonly database: Database;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
