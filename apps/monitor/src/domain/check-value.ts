import type { REQUEST_CHECKS } from '@lab/catalogue';
import type { FeatureSummary } from '@lab/model/profile';

type RequestCheck = (typeof REQUEST_CHECKS)[number];

/** How far beyond the reference's range a number may lie, as a share of the range: the largest value ever is no limit. */
const TOLERANCE = 0.5;

/** The first check that a value fails against the reference; undefined where it is as the model knows it. */
export function checkValue(value: unknown, summary: FeatureSummary): RequestCheck | undefined {
  if (value === null || value === undefined) return 'null';
  if (summary.kind === 'numeric') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'schema';
    const room = TOLERANCE * (summary.max - summary.min);
    return value < summary.min - room || value > summary.max + room ? 'range' : undefined;
  }
  if (typeof value !== (summary.kind === 'boolean' ? 'boolean' : 'string')) return 'schema';
  return Object.hasOwn(summary.categories, String(value)) ? undefined : 'unseen_category';
}
