import type { RolloutPolicy } from './policy.ts';

/** A candidate on its way from its first customers to all of them. */
export interface Rollout {
  readonly id: string;
  readonly model_name: string;
  readonly version: string;
  /** The champion that it is compared with. */
  readonly champion: string;
  readonly state: 'running' | 'promoting' | 'promoted' | 'rolled_back';
  /** Index into the steps of the policy. */
  readonly step: number;
  readonly percent: number;
  /** ISO 8601. */
  readonly started_at: string;
  /** ISO 8601. */
  readonly step_started_at: string;
  /** ISO 8601; null while it runs. */
  readonly finished_at: string | null;
  /** Why it stands as it does. */
  readonly detail: string;
  /** The retraining decision that it comes from. */
  readonly decision_id: string;
  /** W3C traceparent of the pipeline that made the candidate: each step is a span of that trace. */
  readonly traceparent: string | null;
}

export type Verdict = 'better' | 'worse' | 'no_difference' | 'not_enough_data';

/** What is known about candidate and champion at this moment. */
export interface RolloutEvidence {
  /** Verdicts by what was compared; nothing where nobody has compared. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Predictions of the candidate in this step. */
  readonly predictions: number;
}

export type StepJudgement =
  | { readonly kind: 'wait'; readonly detail: string }
  | { readonly kind: 'advance'; readonly percent: number; readonly detail: string }
  | { readonly kind: 'promote'; readonly detail: string }
  | { readonly kind: 'roll_back'; readonly detail: string };

/** What decides: a distribution of scores must differ, or nothing would have been learned. */
const DECIDING = ['error_rate', 'latency', 'accuracy'];

/**
 * What to do with a candidate at its step. Worse in anything that decides is the end at once; everything else waits out the
 * step's time, and enough customers. Too few of them for too long is no success either: nobody knows, so it goes.
 * @param now milliseconds since the epoch
 */
export function judgeStep(
  rollout: Rollout,
  evidence: RolloutEvidence,
  policy: RolloutPolicy,
  now: number,
): StepJudgement {
  const worse = DECIDING.filter((comparison) => evidence.verdicts.get(comparison) === 'worse');
  if (worse.length > 0)
    return { kind: 'roll_back', detail: `worse than the champion in ${worse.join(', ')}` };
  const heldMs = now - Date.parse(rollout.step_started_at);
  const enough = evidence.predictions >= policy.minimumPredictions;
  const seen = `${Math.floor(evidence.predictions)} predictions, ${describe(evidence.verdicts)}`;
  if (!enough && heldMs >= policy.patienceMs)
    return { kind: 'roll_back', detail: `not enough data to judge: ${seen}` };
  if (heldMs < policy.holdMs || !enough) return { kind: 'wait', detail: seen };
  const percent = policy.steps[rollout.step + 1];
  return percent === undefined
    ? { kind: 'promote', detail: seen }
    : { kind: 'advance', percent, detail: seen };
}

const describe = (verdicts: ReadonlyMap<string, Verdict>): string =>
  verdicts.size === 0
    ? 'no verdicts'
    : [...verdicts].map(([comparison, verdict]) => `${comparison} ${verdict}`).join(', ');
