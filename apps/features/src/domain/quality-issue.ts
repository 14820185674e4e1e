import type { Check, FailedCheck } from './check-write.ts';

/** The facts of a `data_quality_issue` line: one per write, however many values failed. */
export interface QualityIssue {
  readonly feature_view: string;
  /** The check that failed most often. */
  readonly issue_type: Check;
  /** Entities with at least one failed check. */
  readonly affected_records: number;
  /** `high` when at least half of the written entities are affected: then the source is broken, not a record. */
  readonly severity: 'medium' | 'high';
  /** Failures by check. */
  readonly checks: Readonly<Partial<Record<Check, number>>>;
}

export function qualityIssue(
  viewName: string,
  failed: readonly FailedCheck[],
  writtenEntities: number,
): QualityIssue | undefined {
  const checks: Partial<Record<Check, number>> = {};
  for (const { check } of failed) checks[check] = (checks[check] ?? 0) + 1;
  const [mostFrequent] = Object.entries(checks).sort(([, a], [, b]) => b - a);
  if (mostFrequent === undefined) return undefined;
  const affected = new Set(failed.map((failure) => failure.entity_id)).size;
  return {
    feature_view: viewName,
    issue_type: mostFrequent[0] as Check,
    affected_records: affected,
    severity: affected * 2 >= writtenEntities ? 'high' : 'medium',
    checks,
  };
}
