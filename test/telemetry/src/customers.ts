/** Customers who go on while parts of the lab are killed, and remember what they were answered. */
import { randomUUID } from 'node:crypto';
import type { LabUnderTest } from './lab-under-test.ts';

/** Between two predictions, each of its own: a late answer delays no other. */
const EVERY_MS = 50;
const PATIENCE_MS = 5000;

export interface Answered {
  readonly predictionId: string;
  readonly at: number;
}

export interface Customers {
  readonly answered: readonly Answered[];
  readonly failures: readonly { readonly at: number; readonly reason: string }[];
  /** Waits for what is open. */
  stop(): Promise<void>;
}

/** @param onAnswer what somebody does with each answer, such as labelling it later */
export function customers(lab: LabUnderTest, onAnswer: (predictionId: string) => void = () => {}): Customers {
  const answered: Answered[] = [];
  const failures: { at: number; reason: string }[] = [];
  const open = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const at = Date.now();
    const one = predict(lab).then(
      (predictionId) => {
        answered.push({ predictionId, at });
        onAnswer(predictionId);
      },
      (error: Error) => void failures.push({ at, reason: error.message }),
    );
    open.add(one);
    void one.finally(() => open.delete(one));
  }, EVERY_MS);
  return {
    answered,
    failures,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** One prediction of a harmless payment. @returns its id @throws unless it is answered with 200 */
export async function predict(lab: LabUnderTest, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${lab.ports.INFERENCE_PORT}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': `healing-${randomUUID()}`, ...headers },
    body: JSON.stringify({
      user_id: 'user_000001',
      amount: 20,
      merchant_category: 'grocery',
      hour_of_day: 12,
      distance_from_home_km: 1,
      card_present: true,
    }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return ((await response.json()) as { prediction_id: string }).prediction_id;
}
