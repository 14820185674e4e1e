import { setTimeout as delay } from 'node:timers/promises';
import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import type { Injector, Of } from './injector.ts';

const INTERVAL_MS = 1000;
const DAY_SECONDS = 86_400;

/** Pushes lines into Loki that are older than it accepts: it answers 400 and counts what it discarded. */
export function oldLines({ days }: Of<'old_lines'>, { endpoints }: LabUnderDrill): Injector {
  const stop = new AbortController();
  let pushing: Promise<void> = Promise.resolve();
  const push = async (): Promise<void> => {
    const seconds = Math.floor(Date.now() / 1000) - days * DAY_SECONDS;
    const values = [[`${seconds}000000000`, 'a line from long ago']];
    const body = { streams: [{ stream: { service_name: 'drill' }, values }] };
    await fetchText(`${endpoints.loki}/loki/api/v1/push`, { body }).catch(() => {});
  };
  const run = async (until: number): Promise<void> => {
    while (!stop.signal.aborted && Date.now() < until) {
      await push();
      await delay(INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  return {
    async inject(seconds) {
      pushing = run(Date.now() + seconds * 1000);
    },
    async rollBack() {
      stop.abort();
      await pushing;
    },
  };
}
