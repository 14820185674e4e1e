import type { Outcome } from '../../adapters/window-store.ts';

export interface Challenger {
  readonly version: string;
  readonly role: 'canary' | 'shadow';
}

interface Anchor {
  /** Event time at which the experiment began anew; undefined where the one before goes on. */
  readonly beganAt: number | undefined;
  /** When the challenger answered last. */
  readonly answeredAt: number;
}

/** Champion's answers during a silence of the challenger that chance does not explain: a canary gets a tenth of the traffic. */
const ANSWERS_MISSED = 100;

/**
 * Where an experiment begins: with the first answer of the challenger in its role beside this champion. It begins anew where
 * another champion answered since, or where the challenger was silent while the champion was not: the route has changed.
 *
 * @param outcomes newest first
 * @param champion version that is the champion now
 * @param silenceMs of the challenger, after which it is another experiment
 * @param known when the experiment that is known already was last answered in; older rows have been seen
 * @returns undefined where the challenger has not answered
 */
export function anchorOf(
  outcomes: readonly Outcome[],
  champion: string,
  { version, role }: Challenger,
  silenceMs: number,
  known?: number,
): Anchor | undefined {
  let beganAt: number | undefined;
  let answeredAt = known;
  let missed = 0;
  for (const outcome of outcomes.toReversed()) {
    const { predictedAt } = outcome;
    if (known !== undefined && predictedAt <= known) continue;
    if (outcome.role === 'champion') {
      if (outcome.modelVersion === champion) missed += 1;
      else answeredAt = undefined;
      continue;
    }
    if (outcome.modelVersion !== version || outcome.role !== role) continue;
    const isSilent =
      answeredAt === undefined || (predictedAt - answeredAt > silenceMs && missed >= ANSWERS_MISSED);
    if (isSilent) beganAt = predictedAt;
    answeredAt = predictedAt;
    missed = 0;
  }
  return answeredAt === undefined ? undefined : { beganAt, answeredAt };
}
