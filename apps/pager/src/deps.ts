import type { Telemetry } from '@lab/instrumentation';
import type { PagerSettings } from './settings.ts';

export interface Deps {
  readonly config: PagerSettings;
  readonly telemetry: Telemetry;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
