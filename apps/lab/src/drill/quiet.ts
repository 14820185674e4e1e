import { poll } from '@lab/engine-clients';
import type { LabUnderDrill } from './lab-under-drill.ts';

/** Alerts that belong to a lab that is well: they prove that alerting works. */
const ALWAYS_QUIET: readonly string[] = ['Watchdog', 'InfoInhibitor'];

/** @param autopilotActs where it may not, its kill switch is on, and an alert says so after a while */
export const quietAlerts = (autopilotActs: boolean): readonly string[] =>
  autopilotActs ? ALWAYS_QUIET : [...ALWAYS_QUIET, 'AutopilotKillSwitchOn'];

/**
 * Every fault that customers notice burns budget, and the slowest window remembers it for a tenth of an hour of drill
 * time: the drill after it cannot wait for that. Where a drill expects the burn, it names the objective.
 */
export const isBudgetBurn = (name: string): boolean => name.startsWith('ErrorBudgetBurn');

interface Quiet {
  readonly timeoutMs: number;
  /** Whether an alert may fire all the same. */
  readonly mayFire: (name: string) => boolean;
}

/** An alert at its threshold comes and goes; quiet is what lasts as long as the window of most alerts, in drill timing. */
const LASTS_MS = 5000;

/** @throws PollTimeout that names what still fires, or fired a moment ago */
export async function waitForQuiet(
  { engines }: Pick<LabUnderDrill, 'engines'>,
  { timeoutMs, mayFire }: Quiet,
): Promise<void> {
  let quietSince = Number.POSITIVE_INFINITY;
  await poll(
    async () => {
      const now = performance.now();
      const alerts = [...(await engines.prometheus.alerts()), ...(await engines.loki.alerts())];
      const noise = alerts
        .filter(({ name, state }) => state === 'firing' && !mayFire(name))
        .map(({ name }) => name);
      if (noise.length > 0) {
        quietSince = Number.POSITIVE_INFINITY;
        throw new Error(`${[...new Set(noise)].join(', ')} still firing`);
      }
      quietSince = Math.min(quietSince, now);
      return now - quietSince >= LASTS_MS ? true : undefined;
    },
    { timeoutMs, intervalMs: 250, waitingFor: 'no alert to fire' },
  );
}
