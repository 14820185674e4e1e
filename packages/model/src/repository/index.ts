export { type Decision, decisionAt } from './decision.ts';
export { ModelRepositoryError, type ModelRepositoryErrorCode } from './errors.ts';
export { folderOf, listVersionsIn, readVersionIn, repositoryFolders } from './folders.ts';
export type { ModelManifest, ModelQuality, TensorMetadata, TrainingFacts } from './manifest.ts';
export {
  listModelVersions,
  type ModelEntry,
  type ModelRepository,
  type ModelVersion,
  readModelRepository,
  readModelVersion,
} from './read.ts';
