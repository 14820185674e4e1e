import { type DatasetComparison, worstState } from '@lab/drift-report';
import {
  calibrateCategories,
  calibrateNumeric,
  type DriftVerdict,
  judgeRun,
  type ScoredWindow,
} from '@lab/statistics/calibration';
import { factsOf } from './column-facts.ts';
import { countsOf, finite } from './distribution.ts';
import type { DriftSettings } from './drift-options.ts';
import type { PairedColumn } from './paired-columns.ts';
import { labelsOf } from './read/table.ts';

/** Draws per null distribution: thresholds within a few percent. */
const DRAWS = 1000;

interface Judged {
  readonly method: string;
  readonly window: ScoredWindow;
  readonly compared: DatasetComparison['compared'];
  readonly facts: ReturnType<typeof factsOf>;
}

interface CalibratedResult {
  readonly state: DatasetComparison['state'];
  readonly columns: DatasetComparison[];
}

/**
 * Judges all columns together, with thresholds that know how many rows there are.
 *
 * Where a side has missing values, how many it has is compared too: a source that stops to deliver is a drift that no
 * test of the remaining values sees.
 */
export function compareCalibrated(
  columns: readonly PairedColumn[],
  { alpha, smallestDistance }: DriftSettings,
): CalibratedResult {
  const judged = columns.flatMap((column) => {
    const facts = factsOf(column);
    const values =
      facts.reference_samples === 0 ? [] : [{ ...scoreValues(column), compared: 'values' as const, facts }];
    return facts.reference_missing + facts.current_missing === 0
      ? values
      : [...values, { ...scoreMissing(facts), compared: 'missing_share' as const, facts }];
  });
  const verdicts = judgeRun(new Map(judged.map(({ window }, index) => [String(index), window])), {
    alpha,
    smallestScore: smallestDistance,
  });
  const compared = judged.map((one, index) => comparisonOf(one, verdicts.get(String(index)) as DriftVerdict));
  return { state: worstState(compared.map(({ state }) => state)), columns: compared };
}

/** Numbers by the Kolmogorov-Smirnov distance, unless the reference knows one only; categories by Jensen and Shannon's. */
function scoreValues({ type, reference, current }: PairedColumn): Pick<Judged, 'method' | 'window'> {
  if (type === 'numeric' && reference.kind === 'numbers' && current.kind === 'numbers') {
    const known = finite(reference);
    if (known.some((value) => value !== known[0])) {
      const calibration = calibrateNumeric(known, { score: 'kolmogorov_smirnov', draws: DRAWS });
      return { method: 'kolmogorov_smirnov', window: calibration.score(finite(current)) };
    }
  }
  const calibration = calibrateCategories(countsOf(reference), { draws: DRAWS });
  const labels = current.kind === 'labels' ? labelsOf(current) : Array.from(finite(current), String);
  return { method: 'jensen_shannon', window: calibration.score(labels) };
}

function scoreMissing(facts: Judged['facts']): Pick<Judged, 'method' | 'window'> {
  const calibration = calibrateCategories(
    new Map([
      [0, facts.reference_samples],
      [1, facts.reference_missing],
    ]),
    { draws: DRAWS },
  );
  const current = new Float64Array(facts.current_samples + facts.current_missing);
  return { method: 'jensen_shannon', window: calibration.score(current.fill(1, facts.current_samples)) };
}

function comparisonOf({ method, compared, facts }: Judged, verdict: DriftVerdict): DatasetComparison {
  const base = {
    ...(compared === 'values' ? facts : missingFacts(facts)),
    compared,
    method,
    state: verdict.state,
  };
  if (verdict.state === 'insufficient_data') {
    return { ...base, ...(Number.isFinite(verdict.needed) ? { needed_samples: verdict.needed } : {}) };
  }
  return {
    ...base,
    score: verdict.actionScore,
    statistic: verdict.score,
    threshold: verdict.threshold,
    warning_threshold: verdict.warningThreshold,
    p_value: verdict.pValue,
    effect_size: verdict.effectSize,
  };
}

/** Of a comparison of missing shares every row is a sample. */
function missingFacts(facts: Judged['facts']): Judged['facts'] {
  const { reference_samples, reference_missing, current_samples, current_missing } = facts;
  const reference = reference_samples + reference_missing;
  const current = current_samples + current_missing;
  return {
    ...facts,
    type: 'categorical',
    reference_samples: reference,
    current_samples: current,
    unseen_categories: [],
    bins: [
      { label: 'present', reference: reference_samples / reference, current: current_samples / current },
      { label: 'missing', reference: reference_missing / reference, current: current_missing / current },
    ],
  };
}
