import { assemble } from '../assemble.ts';
import { featureVariable, modelVariable } from '../variables.ts';
import { contributions, driftThatMatters } from './data-drift/contributions.ts';
import {
  compared,
  invalidValues,
  jensenShannon,
  overAllReplicas,
  stabilityIndex,
} from './data-drift/distributions.ts';
import {
  againstThreshold,
  conceptDriftScore,
  driftScore,
  effectSize,
  features,
  predictionDriftScore,
  pValue,
  recentFeatures,
  recentScore,
  samples,
  segmentScore,
  statisticOfFeature,
} from './data-drift/scores.ts';

export const dataDrift = () =>
  assemble({
    uid: 'data-drift',
    title: 'Data drift',
    description: 'Whether the world still looks like the one that the model has learnt, feature by feature.',
    tags: ['models', 'quality'],
    variables: [modelVariable(), featureVariable()],
    rows: [
      { title: 'Features', panels: [driftScore(), features()] },
      { title: 'What moves the scores', panels: [contributions(), driftThatMatters()] },
      { title: 'Answers', panels: [predictionDriftScore(), conceptDriftScore(), segmentScore()] },
      { title: 'Against the last 7 days', panels: [recentScore(), recentFeatures()] },
      { title: 'How sure, how much', panels: [pValue(), effectSize(), againstThreshold()] },
      {
        title: 'The chosen feature',
        panels: [compared(), overAllReplicas(), statisticOfFeature(), samples()],
      },
      { title: 'At every request', panels: [stabilityIndex(), jensenShannon(), invalidValues()] },
    ],
  });
