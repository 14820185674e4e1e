import { setTimeout as delay } from 'node:timers/promises';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { pushGauges } from '../push-gauges.ts';
import type { Injector, Of } from './injector.ts';

const INTERVAL_MS = 1000;

/** Sends series to Prometheus until it is told to stop, and then that they have ended. */
export function pushedSeries({ series }: Of<'pushed_series'>, { endpoints }: LabUnderDrill): Injector {
  const stop = new AbortController();
  let pushing: Promise<void> = Promise.resolve();
  const push = (seconds: number): Promise<void> =>
    pushGauges(
      endpoints.prometheus,
      series.map(({ name, labels, start, perSecond }) => ({
        name,
        labels,
        value: start + perSecond * seconds,
      })),
    );
  const run = async (limit: number): Promise<void> => {
    for (let second = 1; second < limit && !stop.signal.aborted; second += 1) {
      await delay(INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (!stop.signal.aborted) await push(second).catch(() => {});
    }
  };
  return {
    async inject(seconds) {
      await push(0);
      pushing = run(seconds);
    },
    async rollBack() {
      stop.abort();
      await pushing;
      await pushGauges(
        endpoints.prometheus,
        series.map(({ name, labels }) => ({ name, labels, value: 'ended' as const })),
      );
    },
  };
}
