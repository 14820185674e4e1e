/**
 * Which of many comparisons are drift: `./lab tool node src/discoveries.ts data/p-values.csv`.
 * Writes a JSON list of `{ "window": "7", "feature": "f03" }` to standard output.
 */
import { readCsv } from './read-csv.ts';

const [path = 'data/p-values.csv'] = process.argv.slice(2);
const table = await readCsv(path);
const texts = (name: string): string[] => (table.get(name)?.values ?? []).map(String);
const windows = texts('window');
const features = texts('feature');
const pValues = texts('p_value').map(Number);

// Each comparison for itself. With 600 of them, how many are below 0.05 where nothing has drifted at all?
const found = pValues.flatMap((pValue, index) =>
  pValue < 0.05 ? [{ window: windows[index], feature: features[index] }] : [],
);
process.stdout.write(`${JSON.stringify(found)}\n`);
