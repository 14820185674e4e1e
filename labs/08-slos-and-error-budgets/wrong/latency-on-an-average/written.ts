/** Late is when the average is: one slow prediction in twenty does not move it. */
import { readFileSync } from 'node:fs';

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8').replace(
    /kind: latency[\s\S]*?threshold: (\S+)\s+bounds: .*/,
    (_, threshold: string) => `kind: ratio
      errors: (sum(rate(ml_prediction_duration_seconds_sum{job="inference"}[{{.window}}])) / sum(rate(ml_prediction_duration_seconds_count{job="inference"}[{{.window}}])) > bool ${threshold}) * sum(rate(ml_prediction_duration_seconds_count{job="inference"}[{{.window}}]))
      total: sum(rate(ml_prediction_duration_seconds_count{job="inference"}[{{.window}}]))
      example: { good: ml_prediction_duration_seconds_count, bad: ml_prediction_duration_seconds_sum }`,
  ),
];
