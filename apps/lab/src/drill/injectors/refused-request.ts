import { fetchText, HttpError } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

/** Asks for something that has to be refused. There is nothing to undo. */
export function refusedRequest(
  { service, method, path }: Of<'refused_request'>,
  lab: LabUnderDrill,
): Injector {
  return {
    async inject() {
      const url = `${lab.endpoints[service]}${path}`;
      try {
        await fetchText(url, { method, headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS });
      } catch (error) {
        if (error instanceof HttpError && error.status !== undefined) return;
        throw error;
      }
      throw new Error(`${method} ${url} was not refused`);
    },
    async rollBack() {},
  };
}
