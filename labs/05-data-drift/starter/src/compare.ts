/**
 * Holds one data set against another: `./lab tool node src/compare.ts data/reference.csv data/current.csv`.
 * Writes one JSON object to standard output: for each column of both what task 1 asks for.
 */
import { readCsv } from './read-csv.ts';

const [referencePath = 'data/reference.csv', currentPath = 'data/current.csv'] = process.argv.slice(2);
const reference = await readCsv(referencePath);
const current = await readCsv(currentPath);

const result: Record<string, Record<string, number>> = {};
for (const name of reference.keys()) if (current.has(name)) result[name] = {};
process.stdout.write(`${JSON.stringify(result)}\n`);
