import type { Telemetry } from '@lab/instrumentation';
import type { Database } from '@lab/postgres';
import type { MonitorSettings } from './settings.ts';

export interface Deps {
  readonly telemetry: Telemetry;
  readonly database: Database;
  readonly settings: MonitorSettings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
