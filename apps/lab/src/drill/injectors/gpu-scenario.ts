import { fetchText } from '../../http.ts';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

/** What the simulated GPUs of the exporter go through; a machine with real ones has no such switch. */
export function gpuScenario({ scenario, settings }: Of<'gpu_scenario'>, lab: LabUnderDrill): Injector {
  const url = `${lab.endpoints.exporterGpu}/admin/simulator`;
  const common = { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS };
  return {
    async inject(seconds) {
      await fetchText(url, { ...common, method: 'PUT', body: { scenario, seconds, ...settings } });
    },
    async rollBack() {
      await fetchText(url, { ...common, method: 'DELETE' });
    },
  };
}
