import { poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

/** The alert that always fires: where it is missing, no other alert would arrive either. */
export const watchdog: Step = {
  name: 'Watchdog is active in the Alertmanager',
  async run({ engines, patienceMs }) {
    const alert = await poll(
      async () => (await engines.alertmanager.alerts()).find(({ labels }) => labels.alertname === 'Watchdog'),
      {
        timeoutMs: patienceMs,
        intervalMs: 500,
        waitingFor: 'the Alertmanager to have the alert Watchdog from Prometheus',
      },
    );
    return `Watchdog is ${alert.status.state}`;
  },
};
