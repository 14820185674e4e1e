import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

/** A switch of a service: `/admin/faults/{fault}`. It ends by itself, should nobody be left to roll it back. */
export function serviceFault(
  { service, fault, settings }: Of<'service_fault'>,
  lab: LabUnderDrill,
): Injector {
  const url = `${lab.endpoints[service]}/admin/faults/${fault}`;
  const common = { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS };
  return {
    async inject(seconds) {
      await fetchText(url, { ...common, method: 'PUT', body: { ...settings, seconds } });
    },
    async rollBack() {
      await fetchText(url, { ...common, method: 'DELETE' });
    },
  };
}
