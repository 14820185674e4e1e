import type { LabelBatch } from '@lab/contracts';
import type { Label } from '../adapters/label-store.ts';
import { MalformedLabelTime } from '../errors.ts';

interface CollapsedLabels {
  /** At most one per prediction: the newest word. */
  readonly labels: readonly Label[];
  /** Labels of the same batch that said the same. */
  readonly duplicates: number;
  /** Labels of the same batch that said something else. */
  readonly conflicts: number;
}

/**
 * One statement can store a prediction's label once: what a batch says about one prediction is settled before.
 * @throws MalformedLabelTime
 */
export function collapseLabels(batch: LabelBatch): CollapsedLabels {
  const labels = new Map<string, Label>();
  let duplicates = 0;
  let conflicts = 0;
  for (const { prediction_id, is_fraud, labelled_at } of batch.labels) {
    const labelledAt = Date.parse(labelled_at);
    // RFC 3339 knows leap seconds, JavaScript does not.
    if (Number.isNaN(labelledAt)) throw new MalformedLabelTime(labelled_at);
    const label = { predictionId: prediction_id, isFraud: is_fraud, labelledAt };
    const known = labels.get(prediction_id);
    if (known === undefined) labels.set(prediction_id, label);
    else if (known.isFraud === label.isFraud) {
      duplicates += 1;
      if (label.labelledAt < known.labelledAt) labels.set(prediction_id, label);
    } else {
      conflicts += 1;
      if (label.labelledAt > known.labelledAt) labels.set(prediction_id, label);
    }
  }
  return { labels: [...labels.values()], duplicates, conflicts };
}
