import { type Refusal, touchesModels } from './action.ts';
import { counts, type Decision } from './decision.ts';
import type { Policy } from './policy.ts';

export interface Refused {
  readonly reason: Refusal;
  readonly detail: string;
  /** ISO 8601; when the reason is over, where that is known. */
  readonly until?: string;
}

interface GuardState {
  readonly killSwitchOn: boolean;
  /** All that are remembered, this one included or not. */
  readonly decisions: Iterable<Decision>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why an action may not be done now; undefined where it may. */
export function refusalOf(decision: Decision, policy: Policy, state: GuardState): Refused | undefined {
  const { action, model_name: model } = decision;
  if (state.killSwitchOn && touchesModels(action))
    return { reason: 'kill_switch', detail: 'the kill switch is on' };
  const { cooldownMs } = policy.actions[action];
  const earlier = [...state.decisions].filter(
    (other) => other.id !== decision.id && other.action === action && counts(other),
  );
  const last = Math.max(
    ...earlier.filter((other) => other.model_name === model).map(({ decided_at }) => Date.parse(decided_at)),
  );
  if (state.now - last < cooldownMs) {
    const until = last + cooldownMs;
    const seconds = Math.ceil((until - state.now) / 1000);
    return {
      reason: 'cooldown',
      detail: `${action} may be repeated in ${seconds} s`,
      until: new Date(until).toISOString(),
    };
  }
  if (remainingBudget(action, policy, { ...state, decisions: earlier }) <= 0)
    return { reason: 'budget', detail: `${policy.actions[action].perDay} times within a day is enough` };
  return undefined;
}

/** How often an action may still be done within the day that ends now. */
export function remainingBudget(
  action: Decision['action'],
  policy: Policy,
  { decisions, now }: Pick<GuardState, 'decisions' | 'now'>,
): number {
  let used = 0;
  for (const decision of decisions) {
    const isOfToday = now - Date.parse(decision.decided_at) < policy.dayMs;
    if (decision.action === action && counts(decision) && isOfToday) used += 1;
  }
  return Math.max(0, policy.actions[action].perDay - used);
}
