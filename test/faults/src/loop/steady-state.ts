import { poll } from '@lab/engine-clients';
import type { LiveLab, Route } from './live-lab.ts';

/** Alerts that a loop begins with or might set off: none may be left of the one before. */
const LOOP_ALERTS: readonly string[] = [
  'DataDriftDetected',
  'PredictionDistributionShift',
  'ConceptDriftDetected',
  'ModelAccuracyDrop',
  'CanaryWorseThanChampion',
  'HighPredictionLatency',
  'HighModelErrorRate',
];

/** The slowest memory of the lab is that of verdicts on canaries: an hour, a minute in a drill. */
const QUIET_MS = 180_000;
/** `retrain` of infra/autopilot/policy.yaml waits two hours; drill timing makes two minutes of them. */
const RETRAIN_COOLDOWN_MS = 120_000;

/**
 * Brings the lab to a known state while nobody acts: the world as it was, this route, no alert of a loop. Then the
 * autopilot may act, and may train, again.
 */
export async function settle(lab: LiveLab, route: Route): Promise<void> {
  await lab.setKillSwitch(true);
  await lab.endFaults();
  await lab.setRoute(route);
  await poll(
    async () => {
      const noise = (await lab.firing()).filter((name) => LOOP_ALERTS.includes(name));
      if (noise.length > 0) throw new Error(noise.join(', '));
      return true;
    },
    { timeoutMs: QUIET_MS, intervalMs: 200, waitingFor: 'quiet' },
  );
  await poll(
    async () => {
      const last = (await lab.autopilot.decisions())
        .filter(({ action, outcome }) => action === 'retrain' && outcome !== 'refused')
        .map(({ decided_at }) => Date.parse(decided_at));
      return Date.now() > Math.max(0, ...last) + RETRAIN_COOLDOWN_MS ? true : undefined;
    },
    {
      timeoutMs: RETRAIN_COOLDOWN_MS + 1000,
      intervalMs: 200,
      waitingFor: 'the end of the cooldown',
    },
  );
  await lab.setKillSwitch(false);
}
