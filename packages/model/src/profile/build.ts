import { FEATURE_NAMES, FIRST_MERCHANT_INPUT } from '../features/encode.ts';
import { MERCHANT_CATEGORIES } from '../features/index.ts';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { featureColumn, type LabelledRows } from '../training/dataset.ts';
import { type FeatureSummary, PROFILE_SCHEMA, type ReferenceProfile } from './schema.ts';
import { roundToSinglePrecision, summariseCategories, summariseNumbers } from './summarise.ts';

interface ProfileOptions {
  modelName: string;
  modelVersion: string;
  sampleRows: number;
  seed: number;
}

/** @param scores the model's probability for each row of `dataset`. */
export function buildReferenceProfile(
  dataset: LabelledRows,
  scores: Float64Array,
  { modelName, modelVersion, sampleRows, seed }: ProfileOptions,
): ReferenceProfile {
  const columns = requestColumns(dataset);
  const sampled = sampleWithoutReplacement(dataset.rows, sampleRows, Xoshiro128.seeded(seed));
  const sample: ReferenceProfile['sample'] = {};
  for (const column of columns) sample[column.name] = sampled.map((row) => column.sampleValue(row));
  sample.probability = sampled.map((row) => roundToSinglePrecision(scores[row] ?? 0));
  return {
    schema: PROFILE_SCHEMA,
    model_name: modelName,
    model_version: modelVersion,
    rows: dataset.rows,
    features: columns.map((column) => column.summary),
    prediction: summariseNumbers('probability', scores),
    sample,
  };
}

interface Column {
  name: string;
  summary: FeatureSummary;
  sampleValue(row: number): number | string;
}

/** The inputs of the model turned back into the values of the request. */
function requestColumns(dataset: LabelledRows): Column[] {
  const plain = FEATURE_NAMES.slice(0, FIRST_MERCHANT_INPUT).map((name, feature) =>
    name === 'card_present'
      ? categoryColumn(name, 'boolean', ['false', 'true'], featureColumn(dataset, feature))
      : numericColumn(name, featureColumn(dataset, feature)),
  );
  const merchants = Float32Array.from({ length: dataset.rows }, (_, row) => merchantOf(dataset, row));
  return [...plain, categoryColumn('merchant_category', 'categorical', MERCHANT_CATEGORIES, merchants)];
}

function numericColumn(name: string, values: Float32Array): Column {
  return {
    name,
    summary: summariseNumbers(name, values),
    sampleValue: (row) => roundToSinglePrecision(values[row] ?? 0),
  };
}

function categoryColumn(
  name: string,
  kind: 'categorical' | 'boolean',
  categories: readonly string[],
  indices: Float32Array,
): Column {
  const category = (row: number) => categories[indices[row] ?? 0] ?? '';
  const values = Array.from(indices, (_, row) => category(row));
  return { name, summary: summariseCategories(name, kind, values, categories), sampleValue: category };
}

function merchantOf(dataset: LabelledRows, row: number): number {
  const start = row * FEATURE_NAMES.length + FIRST_MERCHANT_INPUT;
  return dataset.features.subarray(start, start + MERCHANT_CATEGORIES.length).indexOf(1);
}

/** Vitter's algorithm R: every row has the same chance. Ascending, so that the sample keeps the order of time. */
function sampleWithoutReplacement(rows: number, size: number, random: Xoshiro128): number[] {
  const reservoir = Array.from({ length: Math.min(size, rows) }, (_, row) => row);
  for (let row = reservoir.length; row < rows; row += 1) {
    const slot = random.integerBelow(row + 1);
    if (slot < reservoir.length) reservoir[slot] = row;
  }
  return reservoir.sort((a, b) => a - b);
}
