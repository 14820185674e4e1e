/** The famous 14.4, 6, 3 and 1 are kept, and the parts of the budget follow from them. */
import { readFileSync } from 'node:fs';

const COVERAGE = /(name: coverage[\s\S]*?period: )(\d+)(d[\s\S]*?sli:)/;

export const written = (): string[] => [
  readFileSync('objectives/inference.yaml', 'utf8').replace(
    COVERAGE,
    (_, before: string, days: string, windows: string) =>
      before +
      days +
      windows.replace(/budgetPercent: (\d+)/g, (__, part) => `budgetPercent: ${(part * 30) / Number(days)}`),
  ),
];
