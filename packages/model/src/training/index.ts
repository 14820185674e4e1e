export { boostedTreesToOnnx } from '../onnx/graphs.ts';
export { BoostedTrees, type BoostedTreesOptions, growOn, trainBoostedTrees } from './boosted-trees.ts';
export { type Classifier, predictAll, sigmoid } from './classifier.ts';
export { type DataSplits, drawSplits } from './data-splits.ts';
export { type Dataset, drawDataset, type LabelledRows } from './dataset.ts';
export {
  LogisticRegression,
  type LogisticRegressionOptions,
  trainLogisticRegression,
} from './logistic-regression.ts';
export { scoreQuantile } from './metrics.ts';
export type { CardFacts } from './model-card.ts';
export { buildModelRepository, writeFiles } from './model-repository.ts';
export {
  type Algorithm,
  DATA,
  type DataRecipe,
  MODEL_NAME,
  VERSIONS,
  type VersionRecipe,
} from './recipes.ts';
export { buildRelease, packRelease, type Release, type ReleaseFacts } from './release.ts';
