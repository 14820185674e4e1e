import { createHash } from 'node:crypto';
import { FEATURE_COUNT, FEATURE_NAMES } from '../features/index.ts';
import {
  boostedTreesToOnnx,
  CLASSIFIER_INPUT,
  CLASSIFIER_OUTPUT,
  type ClassifierDescription,
  logisticRegressionToOnnx,
} from '../onnx/graphs.ts';
import { buildReferenceProfile } from '../profile/build.ts';
import type { ModelManifest, TrainingFacts } from '../repository/index.ts';
import { trainBoostedTrees } from './boosted-trees.ts';
import { type Classifier, predictAll } from './classifier.ts';
import type { DataSplits } from './data-splits.ts';
import type { Dataset, LabelledRows } from './dataset.ts';
import { formatJson } from './json.ts';
import { trainLogisticRegression } from './logistic-regression.ts';
import { calibration, confusionAt } from './metrics.ts';
import { type CardFacts, renderModelCard } from './model-card.ts';
import { chooseThresholds, measureQuality } from './quality.ts';
import { type Algorithm, MODEL_NAME, type VersionRecipe } from './recipes.ts';

const CALIBRATION_BINS = 10;
const PROFILE_SAMPLE_ROWS = 2000;

/** The files of one version directory by name, and the model that they were made from. */
export interface Release {
  classifier: Classifier;
  manifest: ModelManifest;
  files: Map<string, Uint8Array>;
}

/** Trains one version and writes its files in memory. `seed` is the one that `splits` were drawn with. */
export function buildRelease(
  recipe: VersionRecipe,
  splits: DataSplits,
  seed: number,
  onProgress: (line: string) => void = () => {},
): Release {
  const { classifier, onnx } = trainAndEncode(recipe, splits.training, onProgress);
  const release = packRelease({
    classifier,
    onnx,
    version: recipe.version,
    purpose: recipe.purpose,
    thresholds: chooseThresholds(predictAll(classifier, splits.validation)),
    heldOut: splits.heldOut,
    trained: {
      algorithm: recipe.algorithm.kind,
      seed,
      rows: splits.training.rows,
      hyperparameters: { ...recipe.algorithm.options },
    },
    renderCard: renderModelCard,
  });
  const { auc, best_possible_auc } = release.manifest.quality;
  onProgress(`version ${recipe.version}: AUC ${auc.toFixed(4)} of at most ${best_possible_auc?.toFixed(4)}`);
  return release;
}

/** A trained model, and what its files are to say about it. */
export interface ReleaseFacts {
  classifier: Classifier;
  onnx: Uint8Array;
  version: number;
  purpose: string;
  thresholds: ModelManifest['thresholds'];
  /** Neither trained on nor chosen by: quality is measured here. */
  heldOut: LabelledRows & Partial<Dataset>;
  /** What the world looks like, for the reference profile; the held-out rows unless given. */
  reference?: LabelledRows;
  trained: TrainingFacts;
  renderCard: (facts: CardFacts) => string;
}

/** The files of one version directory, for a model that is trained. */
export function packRelease(facts: ReleaseFacts): Release {
  const { classifier, onnx, version, purpose, thresholds, heldOut, trained, renderCard } = facts;
  const scores = predictAll(classifier, heldOut);
  const { labels } = heldOut;
  const manifest: ModelManifest = {
    name: MODEL_NAME,
    version: String(version),
    sha256: createHash('sha256').update(onnx).digest('hex'),
    inputs: [{ name: CLASSIFIER_INPUT, datatype: 'FP32', shape: [-1, FEATURE_COUNT] }],
    outputs: [{ name: CLASSIFIER_OUTPUT, datatype: 'FP32', shape: [-1, 1] }],
    feature_names: [...FEATURE_NAMES],
    thresholds,
    quality: measureQuality(heldOut, scores, thresholds.decline),
    trained,
  };
  const { reference = heldOut } = facts;
  const profile = buildReferenceProfile(reference, predictAll(classifier, reference), {
    modelName: MODEL_NAME,
    modelVersion: manifest.version,
    sampleRows: PROFILE_SAMPLE_ROWS,
    seed: trained.seed,
  });
  const card = renderCard({
    manifest,
    purpose,
    calibration: calibration(scores, labels, CALIBRATION_BINS),
    atReview: confusionAt(scores, labels, thresholds.review),
    atDecline: confusionAt(scores, labels, thresholds.decline),
    modelBytes: onnx.length,
  });
  const utf8 = new TextEncoder();
  return {
    classifier,
    manifest,
    files: new Map([
      ['model.onnx', onnx],
      ['manifest.json', utf8.encode(formatJson(manifest))],
      ['reference-profile.json', utf8.encode(formatJson(profile))],
      ['README.md', utf8.encode(card)],
    ]),
  };
}

function trainAndEncode(
  recipe: VersionRecipe,
  training: Dataset,
  onProgress: (line: string) => void,
): { classifier: Classifier; onnx: Uint8Array } {
  const description: ClassifierDescription = {
    name: MODEL_NAME,
    version: recipe.version,
    description: recipe.purpose,
    featureNames: FEATURE_NAMES,
  };
  const algorithm: Algorithm = recipe.algorithm;
  onProgress(`version ${recipe.version}: ${algorithm.kind} on ${training.rows} rows`);
  if (algorithm.kind === 'logistic-regression') {
    const classifier = trainLogisticRegression(training, algorithm.options);
    return { classifier, onnx: logisticRegressionToOnnx(classifier, description) };
  }
  const total = algorithm.options.trees;
  const classifier = trainBoostedTrees(training, algorithm.options, (done) => {
    if (done % 30 === 0) onProgress(`version ${recipe.version}: tree ${done} of ${total}`);
  });
  return { classifier, onnx: boostedTreesToOnnx(classifier, description) };
}
