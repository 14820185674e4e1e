import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ESTIMATE_CALIBRATIONS } from '@lab/catalogue';
import Type, { type Static } from 'typebox';
import type { VersionQuality } from '../domain/model-quality.ts';
import type { ModelQualityResult } from '../pipelines/model-quality.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { ErrorAnswer } from './schemas.ts';

/** Null where nothing defines it, such as a precision where nothing was called fraud. */
const Measure = Type.Union([Type.Number(), Type.Null()]);

const Quality = Type.Object({
  model_version: Type.String(),
  predictions: Type.Integer(),
  labelled: Type.Integer(),
  label_coverage: Type.Number(),
  accuracy: Measure,
  accuracy_lower: Measure,
  accuracy_upper: Measure,
  precision: Measure,
  recall: Measure,
  f1: Measure,
  roc_auc: Measure,
  pr_auc: Measure,
  log_loss: Measure,
  brier: Measure,
  calibration_error: Measure,
  estimated_accuracy: Measure,
  estimated_roc_auc: Measure,
  estimated_predictions: Type.Integer(),
  /** What the estimate takes for probabilities: scores as they are, or what labels have taught of them. */
  estimate_calibration: Type.Enum([...ESTIMATE_CALIBRATIONS]),
  estimate_calibration_labels: Type.Integer(),
});

const Answer = Type.Object({
  models: Type.Array(
    Type.Object({
      model_name: Type.String(),
      /** Event time of the mature predictions; null before the first label. */
      window: Type.Union([Type.Object({ from: Type.String(), to: Type.String() }), Type.Null()]),
      versions: Type.Array(Quality),
    }),
  ),
});

export const qualityRoutes: FastifyPluginAsyncTypebox<{
  pipeline: Pipeline<ModelQualityResult[]>;
}> = async (app, { pipeline }) => {
  app.get(
    '/v1/quality',
    {
      schema: {
        tags: ['quality'],
        summary: 'Quality of each version over the mature predictions, computed now',
        response: { 200: Answer, 503: ErrorAnswer },
      },
    },
    async (): Promise<Static<typeof Answer>> => {
      const results = (await pipeline.run()) ?? [];
      return {
        models: results.map(({ model_name, window, versions }) => ({
          model_name,
          window:
            window === undefined
              ? null
              : { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() },
          versions: versions.map(qualityAnswer),
        })),
      };
    },
  );
};

function qualityAnswer(quality: VersionQuality): Static<typeof Quality> {
  const { modelVersion, predictions, labelled, realised, estimated } = quality;
  return {
    model_version: modelVersion,
    predictions,
    labelled,
    label_coverage: labelled / predictions,
    accuracy: defined(realised?.accuracy),
    accuracy_lower: defined(realised?.accuracyLimits.lower),
    accuracy_upper: defined(realised?.accuracyLimits.upper),
    precision: defined(realised?.precision),
    recall: defined(realised?.recall),
    f1: defined(realised?.f1),
    roc_auc: defined(realised?.rocAuc),
    pr_auc: defined(realised?.prAuc),
    log_loss: defined(realised?.logLoss),
    brier: defined(realised?.brier),
    calibration_error: defined(realised?.calibrationError),
    estimated_accuracy: defined(estimated.accuracy),
    estimated_roc_auc: defined(estimated.rocAuc),
    estimated_predictions: estimated.predictions,
    estimate_calibration: estimated.calibration,
    estimate_calibration_labels: estimated.calibrationLabels,
  };
}

const defined = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
