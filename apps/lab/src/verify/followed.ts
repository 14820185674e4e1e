import type { FollowedPrediction, Walk } from './step.ts';

/** @throws where the step that makes the prediction has failed, so that its followers fail with a reason */
export function followed({ prediction }: Walk): FollowedPrediction {
  if (prediction === undefined)
    throw new Error('there is no exemplar to follow; see the step that looks for one');
  return prediction;
}
