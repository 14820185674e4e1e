import { poll } from '../poll.ts';
import type { LabUnderDrill } from './lab-under-drill.ts';

/** Alerts that belong to a lab that is well: they prove that alerting works. */
export const QUIET_ALERTS: readonly string[] = ['Watchdog', 'InfoInhibitor'];

/**
 * Every fault that customers notice burns budget, and the slowest window remembers it for a tenth of an hour of drill
 * time: the drill after it cannot wait for that. Where a drill expects the burn, it names the objective.
 */
export const isBudgetBurn = (name: string): boolean => name.startsWith('ErrorBudgetBurn');

interface Quiet {
  readonly timeoutMs: number;
  /** Whether budgets, too, must have stopped burning. */
  readonly budgets: boolean;
}

/** @throws PollTimeout that names what still fires */
export async function waitForQuiet(
  { engines }: Pick<LabUnderDrill, 'engines'>,
  { timeoutMs, budgets }: Quiet,
): Promise<void> {
  await poll(
    async () => {
      const alerts = [...(await engines.prometheus.alerts()), ...(await engines.loki.alerts())];
      const noise = alerts
        .filter(({ name, state }) => state === 'firing' && !QUIET_ALERTS.includes(name))
        .filter(({ name }) => budgets || !isBudgetBurn(name))
        .map(({ name }) => name);
      if (noise.length > 0) throw new Error(`${[...new Set(noise)].join(', ')} still firing`);
      return true;
    },
    { timeoutMs, intervalMs: 250, waitingFor: 'no alert to fire' },
  );
}
