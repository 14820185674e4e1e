export { ModelRepositoryError, type ModelRepositoryErrorCode } from './errors.ts';
export type { ModelManifest, ModelQuality, TensorMetadata, TrainingFacts } from './manifest.ts';
export { type ModelEntry, type ModelRepository, type ModelVersion, readModelRepository } from './read.ts';
