import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Child } from '../parity/child.ts';
import { findEngines } from '../parity/engines.ts';
import { startOurs, startTheirs } from '../parity/exporters.ts';
import { cpuMs, megabytes, residentBytes } from './process-cost.ts';
import { closeConnections, timedScrape } from './scrape-client.ts';

/** Until Node has compiled what is hot; Go needs none, and gets as many. */
const WARM_UP_SCRAPES = 500;
const PAIRS = 6;
const SCRAPES_PER_BLOCK = 250;
const GOALS = { cpu: 3, wall: 2, megabytes: 90 } as const;

interface Block {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** CPU time per scrape, and the median of the time that a scrape takes. */
async function measureBlock(exporter: Child): Promise<Block> {
  const before = cpuMs(exporter.pid);
  const times: number[] = [];
  while (times.length < SCRAPES_PER_BLOCK) times.push(await timedScrape(exporter));
  return { cpuMs: (cpuMs(exporter.pid) - before) / SCRAPES_PER_BLOCK, wallMs: median(times) };
}

async function scrapeTimes(exporter: Child, count: number): Promise<void> {
  for (let scrapes = 0; scrapes < count; scrapes += 1) await timedScrape(exporter);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Blocks of the two in turn, so that what else the machine does falls on both. */
async function compareCost(theirs: Child, ours: Child) {
  const pairs: { theirs: Block; ours: Block }[] = [];
  while (pairs.length < PAIRS)
    pairs.push({ theirs: await measureBlock(theirs), ours: await measureBlock(ours) });
  const of = (who: 'theirs' | 'ours', what: keyof Block) => median(pairs.map((pair) => pair[who][what]));
  const ratio = (what: keyof Block) => median(pairs.map((pair) => pair.ours[what] / pair.theirs[what]));
  return {
    cpu: { theirs: of('theirs', 'cpuMs'), ours: of('ours', 'cpuMs'), ratio: ratio('cpuMs') },
    wall: { theirs: of('theirs', 'wallMs'), ours: of('ours', 'wallMs'), ratio: ratio('wallMs') },
  };
}

const { values } = parseArgs({ options: { scrapes: { type: 'string', default: '10000' } } });
const { nodeExporter } = await findEngines();
await using theirs = await startTheirs(nodeExporter, { optIn: false });
await using ours = await startOurs({ optIn: false });
await scrapeTimes(theirs, WARM_UP_SCRAPES);
await scrapeTimes(ours, WARM_UP_SCRAPES);
const { cpu, wall } = await compareCost(theirs, ours);
const warm = residentBytes(ours.pid);
await scrapeTimes(ours, Number(values.scrapes));
const end = residentBytes(ours.pid);
closeConnections();

const print = (line: string) => process.stdout.write(`${line}\n`);
const goal = (met: boolean) => (met ? 'met' : 'MISSED');
print(
  `${cpus().length} CPUs, ${PAIRS} pairs of ${SCRAPES_PER_BLOCK} scrapes in turn, medians; same collectors in both`,
);
print(
  `CPU per scrape   node_exporter ${cpu.theirs.toFixed(2)} ms, ours ${cpu.ours.toFixed(2)} ms, ratio ${cpu.ratio.toFixed(2)} (goal ${GOALS.cpu}: ${goal(cpu.ratio <= GOALS.cpu)})`,
);
print(
  `wall per scrape  node_exporter ${wall.theirs.toFixed(2)} ms, ours ${wall.ours.toFixed(2)} ms, ratio ${wall.ratio.toFixed(2)} (goal ${GOALS.wall}: ${goal(wall.ratio <= GOALS.wall)})`,
);
print(
  `resident memory  node_exporter ${megabytes(residentBytes(theirs.pid)).toFixed(1)} MB, ours ${megabytes(warm).toFixed(1)} MB (goal ${GOALS.megabytes} MB: ${goal(megabytes(warm) <= GOALS.megabytes)})`,
);
print(
  `after ${values.scrapes} more   ours ${megabytes(end).toFixed(1)} MB, growth ${megabytes(end - warm).toFixed(1)} MB`,
);
