/** Longer windows make every page reachable, and these make it too late. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8').replace(
    /unreachablePairs: rescale/,
    `windows:
      page:
        quick: { budgetPercent: 10, short: 6h, long: 3d }
        slow: { budgetPercent: 10, short: 6h, long: 3d }
      ticket:
        quick: { budgetPercent: 10, short: 6h, long: 3d }
        slow: { budgetPercent: 10, short: 6h, long: 3d }`,
  ),
];
