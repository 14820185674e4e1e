/** An availability that burns when callers ask for what there is not, among health checks that never fail. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8')
    .replace(
      'ml_predictions_total{job="inference",status="error"}[',
      'http_server_requests_total{job="inference",status_class=~"4xx|5xx"}[',
    )
    .replace('ml_predictions_total{job="inference"}[', 'http_server_requests_total{job="inference"}['),
];
