import type { Telemetry } from '@lab/instrumentation';
import type { AutopilotSettings } from './settings.ts';

export interface Deps {
  readonly settings: AutopilotSettings;
  readonly telemetry: Telemetry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
