export {
  type CategoricalValues,
  type Category,
  type CategoryCounts,
  countCategories,
} from './categories.ts';
export { countIntoBins, type Storage, sturgesEdges } from './histogram.ts';
export { finiteValues, type NumericValues, SortedSample } from './sorted-sample.ts';
