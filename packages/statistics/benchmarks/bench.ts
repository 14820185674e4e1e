// npm run bench -w @lab/statistics -- [--rows 1000000] [--rounds 9] [--python PYTHON]
//
// KS, Wasserstein, Jensen-Shannon, PSI and chi-square against scipy and numpy on the same rows, in turn: each round times
// both sides once, and the ratio is taken within the round, so that a busy machine slows both.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { jensenShannonDistance, wassersteinDistance } from '../src/distances/index.ts';
import { columnDrift } from '../src/evidently/index.ts';
import { Sfc32 } from '../src/random/sfc32.ts';
import { countCategories, countIntoBins, SortedSample, sturgesEdges } from '../src/samples/index.ts';
import { chiSquareHomogeneity, kolmogorovSmirnov } from '../src/tests/index.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    python: { type: 'string', default: 'python3' },
  },
});
const rows = Number(options.rows);
const random = new Sfc32(2026);
const reference = Float64Array.from({ length: rows }, () => random.normal());
const current = Float64Array.from({ length: rows }, () => random.normal() * 1.02 + 0.01);
const codes = (values: Float64Array) => values.map((value) => Math.floor(Math.abs(value) * 10) % 12);
const referenceCodes = codes(reference);
const currentCodes = codes(current);

/** All of them start from unsorted rows and leave them as they are, as scipy does. */
const MEASUREMENTS: Record<string, () => number> = {
  ks: () => kolmogorovSmirnov(...sorted()).statistic,
  wasserstein: () => wassersteinDistance(...sorted()),
  jensenshannon: () => {
    const edges = sturgesEdges([reference, current]);
    return jensenShannonDistance(countIntoBins(reference, edges), countIntoBins(current, edges));
  },
  psi: () => columnDrift({ type: 'numerical', reference, current }, { method: 'psi' }).score,
  chisquare: () => {
    const counts = countCategories(referenceCodes, currentCodes);
    return chiSquareHomogeneity(counts.reference, counts.current).statistic;
  },
};

function sorted(): [SortedSample, SortedSample] {
  const scratch = new Float64Array(Math.ceil(rows / 2));
  return [SortedSample.from(reference, scratch), SortedSample.from(current, scratch)];
}

const folder = mkdtempSync(join(tmpdir(), 'statistics-bench-'));
const files = [join(folder, 'reference'), join(folder, 'current')] as const;
writeFileSync(files[0], reference);
writeFileSync(files[1], current);
const referee = spawn(options.python, [join(import.meta.dirname, 'referee.py'), ...files], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: referee.stdout })[Symbol.asyncIterator]();

async function askReferee(name: string): Promise<{ seconds: number; value: number }> {
  referee.stdin.write(`${name}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error(`${options.python} ended; it needs numpy and scipy (--python)`);
  return JSON.parse(value);
}

const print = (line: string) => process.stdout.write(`${line}\n`);
print(`${rows} against ${rows} rows, ${options.rounds} paired rounds after one to warm up`);
print('measurement      here ms   scipy ms   here/scipy median (min to max)');
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  const rounds: { here: number; there: number }[] = [];
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const theirs = await askReferee(name);
    const start = performance.now();
    const value = measure();
    const here = (performance.now() - start) / 1000;
    if (!(Math.abs(value - theirs.value) <= 1e-9 * Math.abs(theirs.value))) {
      throw new Error(`${name}: ${value} here, ${theirs.value} there`);
    }
    if (round > 0) rounds.push({ here, there: theirs.seconds });
  }
  const ratios = rounds.map(({ here, there }) => here / there).sort((a, b) => a - b);
  const [here, there] = [median(rounds.map((r) => r.here)), median(rounds.map((r) => r.there))];
  print(
    `${name.padEnd(15)} ${(here * 1000).toFixed(1).padStart(8)} ${(there * 1000).toFixed(1).padStart(10)}   ` +
      `${median(ratios).toFixed(2)} (${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)})`,
  );
}
referee.stdin.end();
await once(referee, 'exit');
rmSync(folder, { recursive: true });

const inputBytes = 2 * 8 * rows;
for (const [mode, what] of [
  ['adopt', 'KS and Wasserstein on given-away arrays'],
  ['keep', 'KS and Wasserstein on copies'],
] as const) {
  const { stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'memory.ts'), options.rows, mode],
    {
      encoding: 'utf8',
    },
  );
  print(`${what}: peak memory ${(1 + Number(stdout) / inputBytes).toFixed(2)} times the input`);
}

function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.floor(ascending.length / 2)] as number;
}
