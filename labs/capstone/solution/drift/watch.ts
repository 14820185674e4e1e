/**
 * Watches windows for drift: `node drift/watch.ts <file>` reads `{ reference, windows }` and prints one alarm per window.
 * A level of one in five thousand: asked two hundred times, five per cent would cry wolf ten times.
 */
import { readFileSync } from 'node:fs';
import { SortedSample } from '@lab/statistics/samples';
import { kolmogorovSmirnov } from '@lab/statistics/tests';

const LEVEL = 0.0002;

interface Cases {
  readonly reference: readonly number[];
  readonly windows: readonly (readonly number[])[];
}

const { reference, windows } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Cases;
const before = SortedSample.from(reference);
const alarms = windows.map(
  (window) => kolmogorovSmirnov(before, window, { method: 'asymptotic' }).pValue < LEVEL,
);
process.stdout.write(`${JSON.stringify({ alarms })}\n`);
