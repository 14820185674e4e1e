import { parseDuration } from '@lab/slo';
import { DRILL } from '@lab/slo/timing';
import { walk } from '../promql-parse.ts';
import type { ExpressionLint, Lint } from './problem.ts';

/** Shorter times would stop at the drill's minimum, and the two timings would no longer be the same rule. */
const SHORTEST_RANGE_MS = parseDuration(DRILL.minimumRange) * DRILL.divisor;
const SHORTEST_FOR_MS = parseDuration(DRILL.minimumFor) * DRILL.divisor;
/** Of the engines; our services are scraped more often. */
const SLOWEST_SCRAPE_MS = 15_000;
const SAMPLES_IN_A_RATE = 4;

export const waitIsCompressible: Lint = ({ for: wait }) => {
  const milliseconds = parseDuration(wait);
  return milliseconds === 0 || milliseconds >= SHORTEST_FOR_MS
    ? []
    : [`for: ${wait} cannot be drilled: use 0s or at least ${SHORTEST_FOR_MS / 1000} s`];
};

export const rangesHoldSamples: ExpressionLint = (tree) =>
  [...walk(tree)].flatMap((node) => {
    if (node.kind !== 'selector' || node.range === undefined) return [];
    const needed = Math.max(SHORTEST_RANGE_MS, SAMPLES_IN_A_RATE * SLOWEST_SCRAPE_MS);
    return parseDuration(node.range) >= needed
      ? []
      : [
          `${node.name}[${node.range}] is too short for a rate and for the drill: at least ${needed / 60_000}m`,
        ];
  });

export const absentWaits: ExpressionLint = (tree, { for: wait }) =>
  [...walk(tree)].some((node) => node.kind === 'call' && node.name === 'absent') && parseDuration(wait) === 0
    ? ['absent() without `for` fires at every restart of Prometheus: wait for a minute at least']
    : [];
