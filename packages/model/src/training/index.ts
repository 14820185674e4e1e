export { BoostedTrees, type BoostedTreesOptions, trainBoostedTrees } from './boosted-trees.ts';
export { type Classifier, predictAll, sigmoid } from './classifier.ts';
export { type DataSplits, drawSplits } from './data-splits.ts';
export { type Dataset, drawDataset } from './dataset.ts';
export {
  LogisticRegression,
  type LogisticRegressionOptions,
  trainLogisticRegression,
} from './logistic-regression.ts';
export { buildModelRepository, writeFiles } from './model-repository.ts';
export {
  type Algorithm,
  DATA,
  type DataRecipe,
  MODEL_NAME,
  VERSIONS,
  type VersionRecipe,
} from './recipes.ts';
export { buildRelease, type Release } from './release.ts';
