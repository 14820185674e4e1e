import { setTimeout as delay } from 'node:timers/promises';
import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of } from './injector.ts';

/** Lets a service end without a word each time it is back. What restarts it is the supervisor or Docker. */
export function crashLoop({ service, everySeconds }: Of<'crash_loop'>, lab: LabUnderDrill): Injector {
  const url = `${lab.endpoints[service]}/admin/faults/crash`;
  const stop = new AbortController();
  let looping: Promise<void> = Promise.resolve();
  const crash = async (): Promise<void> => {
    await fetchText(url, { method: 'PUT', headers: authorised(lab), body: {} });
  };
  const loop = async (until: number): Promise<void> => {
    while (!stop.signal.aborted && Date.now() < until) {
      await delay(everySeconds * 1000, undefined, { signal: stop.signal }).catch(() => {});
      // It may still be on its way up; the next round finds it.
      if (!stop.signal.aborted) await crash().catch(() => {});
    }
  };
  return {
    async inject(seconds) {
      await crash();
      looping = loop(Date.now() + seconds * 1000);
    },
    async rollBack() {
      stop.abort();
      await looping;
    },
  };
}
