import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AutopilotApi, poll } from '@lab/engine-clients';
import { parseDuration, rangeInTiming } from '@lab/slo';
import { parse } from 'yaml';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import type { Tell } from '../run-drill.ts';

const MARGIN_MS = 1000;

/** Waits until the policy lets an action follow itself: a loop that begins earlier measures the wait, not the remedy. */
export async function waitForCooldown(
  action: string,
  lab: LabUnderDrill,
  autopilot: AutopilotApi,
  tell: Tell,
): Promise<void> {
  const path = join(lab.settings.root, 'infra/autopilot/policy.yaml');
  const policy = parse(readFileSync(path, 'utf8')) as {
    actions: Record<string, { cooldown: string } | undefined>;
  };
  const cooldown = parseDuration(rangeInTiming(policy.actions[action]?.cooldown ?? '0s', lab.timing));
  const last = (await autopilot.decisions())
    .filter((decision) => decision.action === action && decision.outcome !== 'refused')
    .map(({ decided_at }) => Date.parse(decided_at));
  const freeAt = Math.max(0, ...last) + cooldown + MARGIN_MS;
  const waits = freeAt - Date.now();
  if (waits <= 0) return;
  tell(`the policy allows the next ${action} in ${Math.ceil(waits / 1000)} s; waiting`);
  await poll(() => (Date.now() >= freeAt ? true : undefined), {
    timeoutMs: waits + MARGIN_MS,
    waitingFor: `the end of the cooldown of ${action}`,
  });
}
