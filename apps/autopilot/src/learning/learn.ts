import { FEATURE_COUNT, FEATURE_NAMES } from '@lab/model/features';
import {
  BoostedTrees,
  type BoostedTreesOptions,
  boostedTreesToOnnx,
  type CardFacts,
  DATA,
  drawSplits,
  growOn,
  type LabelledRows,
  MODEL_NAME,
  packRelease,
  predictAll,
  scoreQuantile,
  trainBoostedTrees,
} from '@lab/model/training';
import { fitPlatt, logLoss } from '@lab/statistics/quality';
import { slice } from './fresh-rows.ts';
import { renderCard } from './release-card.ts';

export interface LearningTask {
  readonly version: number;
  /** One line for the model card: why this version exists. */
  readonly purpose: string;
  /** Labelled predictions, oldest first. */
  readonly fresh: LabelledRows;
  /** Rows of the original training data that are learned from as well. */
  readonly historyRows: number;
}

export interface Learned {
  /** Of the newest fresh rows, which were neither trained on nor chosen by. */
  readonly heldOut: LabelledRows;
  /** The candidate's, for those rows. */
  readonly scores: Float64Array;
  /** Files of the version's folder by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly trainingRows: number;
  /** Trees that the fresh rows have added. */
  readonly freshTrees: number;
}

/** A fresh row is judged on the future of those that were trained on: the split is by time. */
const SHARES = { training: 0.5, validation: 0.15 } as const;

const HISTORY: BoostedTreesOptions = {
  trees: 80,
  maxDepth: 4,
  learningRate: 0.1,
  maxBins: 64,
  lambda: 1,
  minChildHessian: 5,
};
/** Small steps of small trees: there are few fresh rows, and most of what the history says still holds. */
const FRESH: BoostedTreesOptions = {
  trees: 60,
  maxDepth: 3,
  learningRate: 0.1,
  maxBins: 32,
  lambda: 5,
  minChildHessian: 3,
};

/**
 * A model of the world as it is now: what the original training data teaches, brought to the fresh rate of fraud, and trees
 * on top for what the fresh rows contradict, as many as the validation rows agree with.
 */
export function learn({ version, purpose, fresh, historyRows }: LearningTask): Learned {
  const validationFrom = Math.floor(SHARES.training * fresh.rows);
  const heldOutFrom = Math.floor((SHARES.training + SHARES.validation) * fresh.rows);
  const training = slice(fresh, 0, validationFrom);
  const validation = slice(fresh, validationFrom, heldOutFrom);
  const heldOut = slice(fresh, heldOutFrom, fresh.rows);

  const { training: history } = drawSplits({
    ...DATA,
    trainingRows: historyRows,
    validationRows: 0,
    heldOutRows: 0,
  });
  const grown = growOn(calibrated(trainBoostedTrees(history, HISTORY), training), training, FRESH);
  const classifier = bestPrefix(grown, HISTORY.trees, validation);
  const onnx = boostedTreesToOnnx(classifier, {
    name: MODEL_NAME,
    version,
    description: purpose,
    featureNames: FEATURE_NAMES,
  });
  const freshTrees = classifier.trees.length - HISTORY.trees;
  const { files } = packRelease({
    classifier,
    onnx,
    version,
    purpose,
    thresholds: thresholdsOn(predictAll(classifier, validation)),
    heldOut,
    // The newest rows alone are of few customers, and would call the others drift.
    reference: fresh,
    trained: {
      algorithm: 'gradient-boosted-trees',
      seed: DATA.seed,
      rows: historyRows + training.rows,
      hyperparameters: { ...HISTORY, fresh_trees: freshTrees, fresh_rows: training.rows },
    },
    renderCard: (facts: CardFacts) => renderCard(facts, { historyRows, freshRows: training.rows }),
  });
  return { heldOut, scores: predictAll(classifier, heldOut), files, trainingRows: training.rows, freshTrees };
}

/** The model with its log-odds moved and stretched to what the fresh rows say. */
function calibrated(model: BoostedTrees, rows: LabelledRows): BoostedTrees {
  const logits = Float64Array.from({ length: rows.rows }, (_, row) =>
    model.logit(rows.features, row * FEATURE_COUNT),
  );
  const { slope, offset } = fitPlatt(logits, rows.labels);
  return model.rescaled(-slope, -offset);
}

/** The first trees of a model, as many (but at least `least`) as predict the rows best. */
function bestPrefix(model: BoostedTrees, least: number, rows: LabelledRows): BoostedTrees {
  let best: { readonly model: BoostedTrees; readonly loss: number } | undefined;
  for (let count = least; count <= model.trees.length; count += 5) {
    const prefix = new BoostedTrees(model.featureCount, model.base, model.trees.slice(0, count));
    const loss = logLoss(predictAll(prefix, rows), rows.labels);
    if (best === undefined || loss < best.loss) best = { model: prefix, loss };
  }
  return best?.model ?? model;
}

/** What a review team can look at. */
const REVIEWED_SHARE = 0.05;
/** More likely fraud than not: where probabilities are right, no other threshold is wrong less often. */
const DECLINE_FROM = 0.5;

function thresholdsOn(scores: Float64Array): { review: number; decline: number } {
  const review = Math.min(DECLINE_FROM, scoreQuantile(scores, 1 - REVIEWED_SHARE));
  return { review: Number(review.toFixed(4)), decline: DECLINE_FROM };
}
