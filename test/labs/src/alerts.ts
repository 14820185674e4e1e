import { AlertmanagerApi } from '@lab/engine-clients';
import type { LabUnderTest } from '@lab/test-telemetry/start-lab';

/** They prove that alerting works: a lab that has just been started has not sent them yet. */
const OF_A_LAB_THAT_IS_WELL = ['Watchdog', 'InfoInhibitor'];
/**
 * A fault that customers notice burns budget, and the longest window of this alert remembers it for hours: it would be
 * there whatever a lab puts back.
 */
const REMEMBERS_FOR_HOURS = 'ErrorBudgetBurn';

/**
 * Alerts that the lab's Alertmanager has, silenced and inhibited ones too: those of Prometheus, of Loki, and of whoever
 * else sends any. As `name {label="value", …}`, so that two states can be compared.
 */
export async function alertsOf({ ports }: LabUnderTest): Promise<string[]> {
  const alerts = await new AlertmanagerApi(`http://127.0.0.1:${ports.ALERTMANAGER_PORT}`).alerts();
  const expected = [...OF_A_LAB_THAT_IS_WELL, REMEMBERS_FOR_HOURS];
  return alerts.filter(({ labels }) => !expected.includes(labels.alertname ?? '')).map(described);
}

function described({
  labels: { alertname = '', ...labels },
}: {
  labels: Readonly<Record<string, string>>;
}): string {
  const named = Object.entries(labels)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}="${value}"`);
  return `${alertname} {${named.join(', ')}}`;
}
