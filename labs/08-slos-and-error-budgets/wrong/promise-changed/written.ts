/** The page is reachable, for more was promised than agreed. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8')
    .replace('objective: 0.92', 'objective: 0.95')
    .replace(/.*unreachablePairs: rescale\n/, ''),
];
