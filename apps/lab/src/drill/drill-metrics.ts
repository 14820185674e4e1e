import {
  labDrillActive,
  labDrillDetectionSeconds,
  labDrillPassed,
  labDrillResolutionSeconds,
} from '@lab/catalogue';
import type { DrillResult } from './journal.ts';
import { type Gauge, pushGauges } from './push-gauges.ts';

/** The drill is a command and no target, so it tells Prometheus of itself. */
export class DrillMetrics {
  readonly #prometheus: string;

  constructor(prometheus: string) {
    this.#prometheus = prometheus;
  }

  active(fault: string, isActive: boolean): Promise<void> {
    const value = isActive ? 1 : 0;
    return pushGauges(this.#prometheus, [{ name: labDrillActive.name, value, labels: { fault } }]);
  }

  done({ fault, alerts, problems }: Omit<DrillResult, 'attempt'>): Promise<void> {
    const seconds = (name: string, alert: string, value: number | undefined): Gauge[] =>
      value === undefined ? [] : [{ name, value, labels: { fault, alertname: alert } }];
    return pushGauges(this.#prometheus, [
      { name: labDrillPassed.name, value: problems.length === 0 ? 1 : 0, labels: { fault } },
      ...alerts.flatMap(({ alert, firingAfter, resolvedAfter }) => [
        ...seconds(labDrillDetectionSeconds.name, alert, firingAfter),
        ...seconds(labDrillResolutionSeconds.name, alert, resolvedAfter),
      ]),
    ]);
  }
}
