import { assemble } from '../assemble.ts';
import { modelVariable } from '../variables.ts';
import {
  accuracyNow,
  confidenceDistribution,
  driftScores,
  errorRate,
  inferenceLatency,
  predictionRate,
  requestLatency,
  unsurePredictions,
} from './ml-performance/answers.ts';
import {
  eventLag,
  eventsReceived,
  pipelineDuration,
  pipelineFreshness,
  pipelineRuns,
  storeDuration,
} from './ml-performance/pipelines.ts';
import {
  accuracy,
  calibration,
  estimateCalibration,
  labelCoverage,
  labelDelay,
  labelledPredictions,
  labelsReceived,
  logLoss,
  precisionAndRecall,
  ranking,
  watermarkAge,
} from './ml-performance/quality.ts';
import {
  accuracyByVersion,
  errorsByVersion,
  latencyByVersion,
  rowsByVersion,
} from './ml-performance/versions.ts';

export const mlPerformance = () =>
  assemble({
    uid: 'ml-performance',
    title: 'ML model performance',
    description: 'How much a model answers, how fast, how sure it is, whether it is right, and how we know.',
    tags: ['models', 'quality'],
    variables: [modelVariable()],
    rows: [
      {
        title: 'Now',
        panels: [
          accuracyNow().span(12),
          errorRate().span(12),
          predictionRate(),
          inferenceLatency(),
          driftScores(),
        ],
      },
      { title: 'Answers', panels: [requestLatency(), confidenceDistribution(), unsurePredictions()] },
      {
        title: 'Versions side by side',
        panels: [rowsByVersion(), latencyByVersion(), errorsByVersion(), accuracyByVersion()],
      },
      {
        title: 'Quality',
        panels: [
          accuracy(),
          precisionAndRecall(),
          ranking().span(6),
          calibration().span(6),
          estimateCalibration().span(6),
          logLoss().span(6),
        ],
      },
      {
        title: 'Labels',
        panels: [labelCoverage(), labelDelay(), labelsReceived(), labelledPredictions(), watermarkAge()],
      },
      { title: 'Events', panels: [eventsReceived(), eventLag(), storeDuration()] },
      { title: 'Pipelines', panels: [pipelineRuns(), pipelineDuration(), pipelineFreshness()] },
    ],
  });
