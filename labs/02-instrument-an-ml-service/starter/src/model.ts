import type { PredictRequest } from '@lab/contracts';
import { DependencyError } from './dependency-error.ts';
import type { Score } from './transaction.ts';

export interface Model {
  /** @throws DependencyError where the model does not answer, or not with a prediction */
  predict(transaction: PredictRequest): Promise<Score>;
}

const LIMIT_MS = 3000;

/** The lab's inference service, over HTTP. */
export function modelAt(url: string): Model {
  return {
    async predict(transaction) {
      try {
        const response = await fetch(`${url}/predict`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(transaction),
          signal: AbortSignal.timeout(LIMIT_MS),
        });
        if (!response.ok) throw new Error(`status ${response.status}`);
        const { probability, decision, model_name, model_version } = (await response.json()) as Score;
        return { probability, decision, model_name, model_version };
      } catch (error) {
        throw new DependencyError(
          'MODEL_UNAVAILABLE',
          `the model did not answer: ${(error as Error).message}`,
          error,
        );
      }
    },
  };
}
