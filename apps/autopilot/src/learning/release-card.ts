import type { CardFacts } from '@lab/model/training';

interface LearnedFrom {
  readonly historyRows: number;
  readonly freshRows: number;
}

/** The README.md of a version that the autopilot has trained. */
export function renderCard(facts: CardFacts, { historyRows, freshRows }: LearnedFrom): string {
  const { manifest, purpose, calibration, atDecline, modelBytes } = facts;
  const { quality, thresholds } = manifest;
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return `<!-- Written by the autopilot when it trained this version. -->
# ${manifest.name}, version ${manifest.version}

${purpose}

| | |
|---|---|
| algorithm | ${manifest.trained.algorithm}, of which ${manifest.trained.hyperparameters.fresh_trees} trees from fresh rows |
| trained on | ${historyRows} rows of the original training data and ${freshRows} fresh predictions with their labels |
| file | model.onnx, ${modelBytes} bytes, sha256 \`${manifest.sha256}\` |

## Quality

Measured on the ${quality.rows} newest labelled predictions, which follow those trained on in time; ${percent(quality.fraud_share)} of
them fraud. What the best possible model would reach is not known.

| | |
|---|---|
| area under the ROC curve | ${quality.auc.toFixed(4)} |
| log loss (nats) | ${quality.log_loss.toFixed(4)} |
| Brier score | ${quality.brier.toFixed(4)} |
| declined from a score of | ${thresholds.decline} |
| frauds among ${atDecline.truePositives + atDecline.falsePositives} declined | ${atDecline.truePositives} |

## Calibration

| rows | mean score | share of fraud |
|---|---|---|
${calibration.map((bin) => `| ${bin.rows} | ${percent(bin.meanScore)} | ${percent(bin.fraudShare)} |`).join('\n')}

## Limitations

Fresh rows are those whose label had come when the training began. What the model was compared with before it met its first
customers stands in the trace and the lines of the training run.
`;
}
