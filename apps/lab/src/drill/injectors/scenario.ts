import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

/** A scenario of the traffic service. It ends by itself, should nobody be left to roll it back. */
export function scenario({ scenario: name, settings }: Of<'scenario'>, lab: LabUnderDrill): Injector {
  const url = `${lab.endpoints.traffic}/scenarios/${name}`;
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
