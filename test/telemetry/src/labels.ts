/** Somebody who learns the truth, and tells the monitor until it says that it has it. */
import type { LabUnderTest } from './lab-under-test.ts';

const EVERY_MS = 200;
const PATIENCE_MS = 5000;
const AT_ONCE = 100;

export interface Labeller {
  /** What the monitor has acknowledged, by prediction id. */
  readonly acknowledged: ReadonlyMap<string, boolean>;
  /** How often it was told the same again, because no acknowledgement came. */
  readonly repeated: () => number;
  /** In no order: a label may well come before the event of its prediction. */
  tell(predictionId: string): void;
  /** Waits until everything told is acknowledged. */
  stop(): Promise<void>;
}

export function labeller(lab: LabUnderTest): Labeller {
  const waiting: { prediction_id: string; is_fraud: boolean; labelled_at: string }[] = [];
  const acknowledged = new Map<string, boolean>();
  let repeated = 0;
  let stopping = false;
  const send = async (batch: typeof waiting): Promise<boolean> => {
    const response = await fetch(`http://127.0.0.1:${lab.ports.MONITOR_PORT}/v1/labels`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ labels: batch }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    return response?.status === 200;
  };
  const sending = (async () => {
    while (!stopping || waiting.length > 0) {
      const batch = waiting.slice(0, AT_ONCE);
      if (batch.length > 0 && (await send(batch))) {
        waiting.splice(0, batch.length);
        for (const label of batch) acknowledged.set(label.prediction_id, label.is_fraud);
      } else {
        if (batch.length > 0) repeated += 1;
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    }
  })();
  let told = 0;
  return {
    acknowledged,
    repeated: () => repeated,
    tell(predictionId) {
      told += 1;
      // Both words occur, so that a store which knows only one of them is found out.
      waiting.push({
        prediction_id: predictionId,
        is_fraud: told % 2 === 0,
        labelled_at: new Date().toISOString(),
      });
    },
    async stop() {
      stopping = true;
      await sending;
    },
  };
}
