export { type BenchOptions, runBench } from './bench.ts';
export { BenchError } from './errors.ts';
export { reportProfile } from './profile/report.ts';
export { renderResult } from './results/render.ts';
export type { BenchResult } from './results/summary.ts';
export { VARIANTS, type VariantName } from './variants/variant.ts';
