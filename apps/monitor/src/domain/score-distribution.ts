import type { ReferenceProfile } from '@lab/model/profile';
import { calibrateNumeric, type FeatureCalibration, judgeRun } from '@lab/statistics/calibration';
import { kolmogorovSmirnov } from '@lab/statistics/tests';
import type { Outcome } from '../adapters/window-store.ts';
import type { ExperimentComparison } from './experiment.ts';

const ALPHA = 0.01;
const LEAST_SCORES = 100;
const DRAWS = 400;

/**
 * Whether a challenger answers as its own held-out data promised. Two models never score alike, so a difference from the
 * champion's scores is told and not judged: `worse` is a challenger that is not itself.
 */
export class ScoreDistributions {
  readonly #calibrations = new Map<string, FeatureCalibration<number>>();

  compare(
    profile: ReferenceProfile | undefined,
    champion: readonly Outcome[],
    challenger: readonly Outcome[],
  ): ExperimentComparison {
    const [own, other] = [scoresOf(champion), scoresOf(challenger)];
    const base = {
      comparison: 'score_distribution',
      difference:
        own.length === 0 || other.length === 0
          ? undefined
          : kolmogorovSmirnov(own, other, { method: 'asymptotic' }).statistic,
      champion: own.length,
      challenger: other.length,
    } as const;
    if (profile === undefined || other.length < LEAST_SCORES) return { ...base, verdict: 'not_enough_data' };
    const scored = this.#calibrationOf(profile).score(other);
    const state = judgeRun(new Map([['score', scored]]), { alpha: ALPHA }).get('score')?.state;
    if (state === undefined || state === 'insufficient_data') return { ...base, verdict: 'not_enough_data' };
    return { ...base, verdict: state === 'drift' ? 'worse' : 'no_difference' };
  }

  #calibrationOf(profile: ReferenceProfile): FeatureCalibration<number> {
    const key = `${profile.model_name}/${profile.model_version}`;
    let calibration = this.#calibrations.get(key);
    if (calibration === undefined) {
      const sample = (profile.sample.probability ?? []) as number[];
      calibration = calibrateNumeric(sample, { score: 'kolmogorov_smirnov', draws: DRAWS });
      this.#calibrations.set(key, calibration);
    }
    return calibration;
  }
}

const scoresOf = (outcomes: readonly Outcome[]): Float64Array =>
  Float64Array.from(outcomes.flatMap(({ score }) => (score === null ? [] : [score]))).sort();
