import { poll } from '../poll.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

/** Alerts that belong to a lab that is well: they prove that alerting works. */
export const QUIET_ALERTS: readonly string[] = ['Watchdog', 'InfoInhibitor'];

/** Names of the alerts that fire and should not. */
export async function noise({ engines }: Pick<LabUnderDrill, 'engines'>): Promise<string[]> {
  const alerts = [...(await engines.prometheus.alerts()), ...(await engines.loki.alerts())];
  const names = alerts.filter(({ state }) => state === 'firing').map(({ name }) => name);
  return [...new Set(names)].filter((name) => !QUIET_ALERTS.includes(name));
}

/** @throws PollTimeout that names what still fires */
export async function waitForQuiet(lab: LabUnderDrill, timeoutMs: number): Promise<void> {
  let firing: string[] = [];
  await poll(
    async () => {
      firing = await noise(lab);
      if (firing.length > 0) throw new Error(`${firing.join(', ')} still firing`);
      return true;
    },
    { timeoutMs, intervalMs: 250, waitingFor: 'no alert to fire' },
  );
}
