/** A limit that is no bound, and bounds that are believed instead of asked for. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8').replace(
    /threshold: \S+\s+bounds: .*/,
    'threshold: 0.2\n      bounds: [0.05, 0.1, 0.2, 0.5, 1]',
  ),
];
