/** Holds one data set against another: `./lab tool node src/compare.ts data/reference.csv data/current.csv`. */
import { normedWassersteinDistance } from '@lab/statistics/distances';
import { countCategories } from '@lab/statistics/samples';
import { chiSquareHomogeneity, kolmogorovSmirnov } from '@lab/statistics/tests';
import { readCsv } from './read-csv.ts';

const [referencePath = 'data/reference.csv', currentPath = 'data/current.csv'] = process.argv.slice(2);
const reference = await readCsv(referencePath);
const current = await readCsv(currentPath);

const result: Record<string, Record<string, number>> = {};
for (const [name, before] of reference) {
  const after = current.get(name);
  if (after === undefined) continue;
  if (before.type === 'numeric' && after.type === 'numeric') {
    const { statistic, pValue } = kolmogorovSmirnov(before.values, after.values);
    result[name] = {
      ks: statistic,
      p_value: pValue,
      wasserstein: normedWassersteinDistance(before.values, after.values),
    };
  } else {
    // The union of both: a category that only one side has counts as 0 on the other.
    const counts = countCategories(before.values, after.values);
    const { statistic, pValue } = chiSquareHomogeneity(counts.reference, counts.current);
    result[name] = { chi_square: statistic, p_value: pValue };
  }
}
process.stdout.write(`${JSON.stringify(result)}\n`);
