/** Which of many comparisons are drift, with false discoveries controlled over all of them. */
import { correctPValues } from '@lab/statistics/multiple-testing';
import { readCsv } from './read-csv.ts';

const ACCEPTED_SHARE = 0.05;

const [path = 'data/p-values.csv'] = process.argv.slice(2);
const table = await readCsv(path);
const texts = (name: string): string[] => (table.get(name)?.values ?? []).map(String);
const windows = texts('window');
const features = texts('feature');
const corrected = correctPValues(texts('p_value').map(Number), 'benjamini-hochberg');

const found = [...corrected].flatMap((pValue, index) =>
  pValue <= ACCEPTED_SHARE ? [{ window: windows[index], feature: features[index] }] : [],
);
process.stdout.write(`${JSON.stringify(found)}\n`);
