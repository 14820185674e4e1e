import { fetchText } from '@lab/engine-clients';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

/** What the simulated GPUs of the exporter go through; a machine with real ones has no such switch. */
export function gpuScenario({ scenario }: Of<'gpu_scenario'>, lab: LabUnderDrill): Injector {
  const play = async (body: object): Promise<void> => {
    await fetchText(`${lab.endpoints.exporterGpu}/admin/simulator`, {
      method: 'PUT',
      headers: authorised(lab),
      timeoutMs: SWITCH_TIMEOUT_MS,
      body,
    });
  };
  return {
    inject: (seconds) => play({ scenario, seconds }),
    rollBack: () => play({ scenario: 'none' }),
  };
}
