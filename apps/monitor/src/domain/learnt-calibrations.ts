import { type Recalibration, recalibrate } from '@lab/statistics/quality';
import type { Outcome } from '../adapters/window-store.ts';

/** What the scores of one version were learnt to mean, and until when. */
export interface LearntCalibration extends Recalibration {
  /** Event time of the newest label that it knows, in milliseconds since the epoch: it is for later predictions alone. */
  readonly until: number;
}

interface LearntOfModel {
  readonly dueAt: number;
  readonly byVersion: ReadonlyMap<string, LearntCalibration>;
}

/**
 * Calibrations of each version, learnt anew from time to time and always from predictions older than those that they are
 * used on: on its own rows a calibration would only repeat their labels, and the estimate would be the measurement.
 */
export class LearntCalibrations {
  readonly #everyMs: number;
  readonly #models = new Map<string, LearntOfModel>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether it is time to learn. @param now milliseconds since the epoch */
  isDue(model: string, now: number): boolean {
    return now >= (this.#models.get(model)?.dueAt ?? Number.NEGATIVE_INFINITY);
  }

  /**
   * @param window mature predictions that are going to be estimated, newest first
   * @param earlier those before them, newest first
   */
  learn(model: string, window: readonly Outcome[], earlier: readonly Outcome[], now: number): void {
    const versions = new Set(window.map(({ modelVersion }) => modelVersion));
    const byVersion = new Map(
      [...versions].map((version) => {
        const isOwn = ({ modelVersion }: Outcome): boolean => modelVersion === version;
        return [version, learnVersion(window.filter(isOwn), earlier.filter(isOwn))];
      }),
    );
    this.#models.set(model, { dueAt: now + this.#everyMs, byVersion });
  }

  of(model: string, version: string): LearntCalibration | undefined {
    return this.#models.get(model)?.byVersion.get(version);
  }
}

/** From what came before the window; of a version so young that this is too little, from the older half of the window too. */
function learnVersion(window: readonly Outcome[], earlier: readonly Outcome[]): LearntCalibration {
  const before = learnFrom(earlier);
  if (before.state !== 'too_few_labels') return before;
  const withHalf = learnFrom([...window.slice(Math.floor(window.length / 2)), ...earlier]);
  // Too few for either: nothing is given up for it.
  return withHalf.state === 'too_few_labels' ? { ...withHalf, until: before.until } : withHalf;
}

function learnFrom(rows: readonly Outcome[]): LearntCalibration {
  const labelled = rows.filter(({ score, isFraud }) => score !== null && isFraud !== null);
  return {
    ...recalibrate(
      labelled.map(({ score }) => score ?? Number.NaN),
      labelled.map(({ isFraud }) => (isFraud ? 1 : 0)),
    ),
    until: labelled[0]?.predictedAt ?? Number.NEGATIVE_INFINITY,
  };
}
