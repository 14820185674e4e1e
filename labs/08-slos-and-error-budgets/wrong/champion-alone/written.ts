/** An availability of those whom version 1 answers: a canary may fail as it likes. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8')
    .replace('status="error"}', 'model_version="1",status="error"}')
    .replace(
      'ml_predictions_total{job="inference"}[',
      'ml_predictions_total{job="inference",model_version="1"}[',
    ),
];
