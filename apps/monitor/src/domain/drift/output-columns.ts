import type { FeatureSummary } from '@lab/model/profile';
import { decisionAt } from '@lab/model/repository';
import type { FeatureRow } from '../../adapters/window-store.ts';
import { DECISIONS } from '../prediction-event.ts';
import type { Cell, ReferenceColumn } from './column.ts';
import type { DriftInput } from './drift-input.ts';

/** What a model answers, as columns beside its inputs. */
const OUTPUTS = ['score', 'confidence', 'decision'] as const;
export type Output = (typeof OUTPUTS)[number];

/** One output: what the reference answers, what the window answered, and its bins where it has any. */
interface OutputColumn {
  readonly reference: ReferenceColumn;
  /** Undefined where nobody looks at a picture of it. */
  readonly summary: FeatureSummary | undefined;
  cellOf(row: FeatureRow): Cell;
}

/** How sure a binary score is, 0.5 to 1. */
const confidenceOf = (score: number): number => Math.max(score, 1 - score);

/**
 * Score, confidence, and the decision that follows from the version's thresholds. Decisions are what customers meet, and
 * can drift while the scores hardly do: a few scores around a threshold are enough.
 *
 * @param thresholds without them, as for a model without a manifest, decisions have no reference
 */
export function outputColumns({
  profile,
  thresholds,
}: Pick<DriftInput, 'profile' | 'thresholds'>): Map<Output, OutputColumn> {
  const scores = (profile.sample.probability ?? []) as readonly number[];
  const columns = new Map<Output, OutputColumn>([
    [
      'score',
      {
        reference: { name: 'score', kind: 'numeric', values: scores },
        summary: profile.prediction,
        cellOf: ({ score }) => score,
      },
    ],
    [
      'confidence',
      {
        reference: { name: 'confidence', kind: 'numeric', values: scores.map(confidenceOf) },
        summary: undefined,
        cellOf: ({ score }) => confidenceOf(score),
      },
    ],
  ]);
  if (thresholds === undefined) return columns;
  const decisions = scores.map((score) => decisionAt(score, thresholds));
  return columns.set('decision', {
    reference: { name: 'decision', kind: 'category', values: decisions },
    summary: decisionSummary(decisions),
    cellOf: ({ decision }) => decision,
  });
}

function decisionSummary(decisions: readonly string[]): FeatureSummary {
  const share = (wanted: string): number =>
    decisions.filter((decision) => decision === wanted).length / Math.max(1, decisions.length);
  return {
    name: 'decision',
    kind: 'categorical',
    count: decisions.length,
    nulls: 0,
    categories: Object.fromEntries(DECISIONS.map((decision) => [decision, share(decision)])),
  };
}
