/**
 * The part of NVIDIA's nvidia-smi that an exporter needs, for a machine that does not exist:
 * `./lab tool node nvidia-smi.ts --query-gpu=index,uuid,utilization.gpu --format=csv,noheader,nounits`.
 * There is nothing for you to write here.
 */
import { readDrawn } from './simulation/drawn.ts';
import { gpusAt } from './simulation/gpus.ts';

const UNITS: readonly [query: RegExp, unit: string][] = [
  [/^utilization\./, ' %'],
  [/^memory\./, ' MiB'],
  [/^power\./, ' W'],
  [/^clocks\./, ' MHz'],
];
/** As nvidia-smi ends on a query that it does not know. */
const INVALID_ARGUMENT = 2;

const option = (name: string): string[] =>
  (process.argv.find((argument) => argument.startsWith(`--${name}=`)) ?? '')
    .slice(name.length + 3)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function answer(queries: readonly string[], format: readonly string[]): string {
  const unitOf = (query: string): string => UNITS.find(([pattern]) => pattern.test(query))?.[1] ?? '';
  const header = queries.map((query) =>
    unitOf(query) === '' ? query : `${query} [${unitOf(query).trim()}]`,
  );
  const lines = gpusAt(readDrawn(), Date.now()).map((gpu) =>
    queries.map((query) => {
      const value = gpu[query];
      if (value === undefined) return '[N/A]';
      const text = query.startsWith('power.') ? Number(value).toFixed(2) : String(value);
      return format.includes('nounits') ? text : `${text}${unitOf(query)}`;
    }),
  );
  return [...(format.includes('noheader') ? [] : [header]), ...lines]
    .map((line) => line.join(', '))
    .join('\n');
}

const queries = option('query-gpu');
const known = Object.keys(gpusAt(readDrawn(), Date.now())[0] ?? {});
const refused = queries.find((query) => !known.includes(query));
if (queries.length === 0 || refused !== undefined) {
  process.stdout.write(
    refused === undefined
      ? `./lab tool node nvidia-smi.ts --query-gpu=<fields> --format=csv,noheader,nounits\nfields: ${known.join(', ')}\n`
      : `Field "${refused}" is not a valid field to query.\n`,
  );
  process.exitCode = INVALID_ARGUMENT;
} else process.stdout.write(`${answer(queries, option('format'))}\n`);
