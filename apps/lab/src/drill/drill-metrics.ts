import {
  labDrillActive,
  labDrillDetectionSeconds,
  labDrillPassed,
  labDrillResolutionSeconds,
} from '@lab/catalogue';
import { fetchText } from '../http.ts';
import type { DrillResult } from './journal.ts';

interface Point {
  readonly name: string;
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** The drill is a command and no target, so it tells Prometheus of itself over OTLP. */
export class DrillMetrics {
  readonly #url: string;

  constructor(prometheus: string) {
    this.#url = `${prometheus}/api/v1/otlp/v1/metrics`;
  }

  active(fault: string, isActive: boolean): Promise<void> {
    return this.#push([{ name: labDrillActive.name, value: isActive ? 1 : 0, labels: { fault } }]);
  }

  done({ fault, alerts, problems }: DrillResult): Promise<void> {
    const seconds = (name: string, alertname: string, value: number | undefined): Point[] =>
      value === undefined ? [] : [{ name, value, labels: { fault, alertname } }];
    return this.#push([
      { name: labDrillPassed.name, value: problems.length === 0 ? 1 : 0, labels: { fault } },
      ...alerts.flatMap(({ alert, firingAfter, resolvedAfter }) => [
        ...seconds(labDrillDetectionSeconds.name, alert, firingAfter),
        ...seconds(labDrillResolutionSeconds.name, alert, resolvedAfter),
      ]),
    ]);
  }

  async #push(points: readonly Point[]): Promise<void> {
    const timeUnixNano = `${Date.now()}000000`;
    await fetchText(this.#url, {
      body: {
        resourceMetrics: [
          {
            resource: { attributes: [attribute('service.name', 'drill')] },
            scopeMetrics: [
              {
                metrics: points.map(({ name, value, labels }) => ({
                  name,
                  gauge: {
                    dataPoints: [
                      {
                        timeUnixNano,
                        asDouble: value,
                        attributes: Object.entries(labels).map(([key, label]) => attribute(key, label)),
                      },
                    ],
                  },
                })),
              },
            ],
          },
        ],
      },
    });
  }
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
