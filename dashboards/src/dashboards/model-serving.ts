import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlExplanationDurationSeconds,
  mlExplanationsTotal,
  mlFeatureCircuitState,
  mlFeatureFetchDurationSeconds,
  mlFeatureFetchTotal,
  mlModelBatchesTotal,
  mlModelBatchRows,
  mlModelInferenceDurationSeconds,
  mlModelLoadDurationSeconds,
  mlModelLoadedTimestampSeconds,
  mlModelPredictionsTotal,
  mlModelQueueDurationSeconds,
  mlModelQueueLimitRows,
  mlModelQueueRows,
  mlModelRejectedTotal,
  mlModelRole,
  mlModelTrafficShare,
  mlPredictionDecisionsTotal,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionScore,
  mlPredictionsTotal,
} from '@lab/catalogue';
import {
  highModelErrorRate,
  highModelLatency,
  highPredictionLatency,
  modelQueueSaturated,
} from '@lab/catalogue/alerts';
import { bucketRate, mean, quantile, rate, ratio, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, limitOf, percent, seconds } from '../alert-limits.ts';
import { assemble } from '../assemble.ts';
import { asLine, heatmap, limitAt, stacked, table, timeseries } from '../house-style.ts';
import { predictionLinks } from '../links.ts';
import { exemplarQuery, heatmapQuery, promQuery, tableQuery, WINDOW } from '../targets.ts';

const VERSION = ['model_name', 'model_version'] as const;
const VERSION_LEGEND = '{{model_name}} {{model_version}}';
const MODEL_LEGEND = '{{model_name}}';

export const predictions = () =>
  stacked({
    title: 'Predictions',
    description: 'Answers of /predict per second, by the version that gave them.',
    unit: units.RequestsPerSecond,
  })
    .withTarget(
      promQuery(
        sumBy([...VERSION, 'status'], rate(mlPredictionsTotal, WINDOW)),
        `${VERSION_LEGEND} {{status}}`,
      ),
    )
    .dataLinks(predictionLinks());

export const rowsByRole = () =>
  timeseries({
    title: 'Rows by role',
    description: 'Rows scored per second. A shadow scores what the champion does; a canary its share.',
    unit: units.RecordsPerSecond,
  }).withTarget(
    promQuery(
      `${sumBy([...VERSION], rate(mlModelPredictionsTotal, WINDOW))}
* on (model_name, model_version) group_left (role) (${select(mlModelRole)} == 1)`,
      `{{role}} ${VERSION_LEGEND}`,
    ),
  );

export const failedRows = () =>
  timeseries({
    title: 'Failed rows',
    description: `Share of the rows that a version failed to score. ${firesAt(highModelErrorRate, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(highModelErrorRate).value))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(
        ratio(
          sumBy([...VERSION], rate(mlModelPredictionsTotal, WINDOW, { status: 'error' })),
          sumBy([...VERSION], rate(mlModelPredictionsTotal, WINDOW)),
        ),
        VERSION_LEGEND,
      ),
    )
    .dataLinks(predictionLinks());

const predictionPercentile = (q: number) =>
  `${quantile(q, mlPredictionDurationSeconds, ['model_name'], WINDOW)} >= 0`;

export const predictionLatency = () =>
  timeseries({
    title: 'Prediction latency',
    description: `The whole request: features, queue, inference, answer. The dots are exemplars. ${firesAt(highPredictionLatency, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(highPredictionLatency).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(predictionPercentile(0.5), `p50 ${MODEL_LEGEND}`))
    .withTarget(promQuery(predictionPercentile(0.95), `p95 ${MODEL_LEGEND}`))
    .withTarget(exemplarQuery(predictionPercentile(0.99), `p99 ${MODEL_LEGEND}`))
    .dataLinks(predictionLinks());

export const inferenceDuration = () =>
  timeseries({
    title: 'Inference duration',
    description: `Time in ONNX Runtime alone, p95 per execution. ${firesAt(highModelLatency, seconds)}`,
    unit: units.Seconds,
  })
    .thresholds(limitAt(limitOf(highModelLatency).value))
    .thresholdsStyle(asLine())
    .withTarget(
      exemplarQuery(
        `${quantile(0.95, mlModelInferenceDurationSeconds, VERSION, WINDOW)} >= 0`,
        VERSION_LEGEND,
      ),
    )
    .dataLinks(predictionLinks());

export const queueWait = () =>
  timeseries({
    title: 'Queue wait',
    description: 'Time until a request’s batch started, p95. It grows before anything else does.',
    unit: units.Seconds,
  }).withTarget(
    exemplarQuery(`${quantile(0.95, mlModelQueueDurationSeconds, VERSION, WINDOW)} >= 0`, VERSION_LEGEND),
  );

export const batchHeatmap = () =>
  heatmap({
    title: 'Batch size distribution',
    description: 'Executions per second by rows in the batch.',
    unit: units.Short,
  }).withTarget(heatmapQuery(bucketRate(mlModelBatchRows, [], WINDOW)));

export const batchSize = () =>
  timeseries({
    title: 'Batch size',
    description: 'Mean rows per execution. 1 under load means that batching does not work.',
    unit: units.Short,
  }).withTarget(promQuery(mean(mlModelBatchRows, VERSION, WINDOW), VERSION_LEGEND));

export const batchReasons = () =>
  stacked({
    title: 'Why batches were closed',
    description: '"full" under load, "idle" when nothing waits, "timeout" in between, "drain" at the end.',
    unit: units.OpsPerSecond,
  }).withTarget(promQuery(sumBy(['reason'], rate(mlModelBatchesTotal, WINDOW)), '{{reason}}'));

export const queueFill = () =>
  timeseries({
    title: 'Queue',
    description: `Rows waiting, as a share of the limit at which requests are refused with 503. ${firesAt(modelQueueSaturated, percent)}`,
    unit: units.PercentUnit,
  })
    .thresholds(limitAt(limitOf(modelQueueSaturated).value))
    .thresholdsStyle(asLine())
    .withTarget(promQuery(`${select(mlModelQueueRows)} / ${select(mlModelQueueLimitRows)}`, VERSION_LEGEND));

export const rejected = () =>
  timeseries({
    title: 'Refused requests',
    description: 'Requests refused because the queue was full.',
    unit: units.RequestsPerSecond,
  }).withTarget(promQuery(sumBy([...VERSION], rate(mlModelRejectedTotal, WINDOW)), VERSION_LEGEND));

export const trafficShare = () =>
  stacked({
    title: 'Traffic share',
    description: 'Which version answers which share of /predict.',
    unit: units.PercentUnit,
  }).withTarget(promQuery(`${select(mlModelTrafficShare)} > 0`, VERSION_LEGEND));

export const decisions = () =>
  stacked({
    title: 'Decisions',
    description: 'What callers were told. A jump without a release is drift, or an attack.',
    unit: units.RequestsPerSecond,
  }).withTarget(promQuery(sumBy(['decision'], rate(mlPredictionDecisionsTotal, WINDOW)), '{{decision}}'));

export const scoreHeatmap = () =>
  heatmap({
    title: 'Score distribution',
    description:
      'Predicted probability of fraud over time. The shape should stay; watch it after every release.',
    unit: units.PercentUnit,
  }).withTarget(heatmapQuery(bucketRate(mlPredictionScore, [], WINDOW)));

export const featuresSource = () =>
  stacked({
    title: 'Features used',
    description: '"default" is a degraded prediction: the feature service did not answer in time.',
    unit: units.RequestsPerSecond,
  }).withTarget(
    promQuery(
      sumBy(['features_source'], rate(mlPredictionFeaturesSourceTotal, WINDOW)),
      '{{features_source}}',
    ),
  );

export const circuitState = () =>
  timeseries({
    title: 'Circuit breaker',
    description:
      '1 for the state that the breaker towards the feature service is in. Open: it is not asked at all.',
    unit: units.Short,
  }).withTarget(promQuery(select(mlFeatureCircuitState), '{{state}}'));

export const featureFetches = () =>
  stacked({
    title: 'Feature lookups',
    description: 'Lookups per second as inference sees them, by outcome.',
    unit: units.RequestsPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(mlFeatureFetchTotal, WINDOW)), '{{outcome}}'));

export const featureFetchDuration = () =>
  timeseries({
    title: 'Feature lookup duration',
    description: 'As inference sees it, retries included.',
    unit: units.Seconds,
  })
    .withTarget(promQuery(quantile(0.5, mlFeatureFetchDurationSeconds, [], WINDOW), 'p50'))
    .withTarget(exemplarQuery(quantile(0.99, mlFeatureFetchDurationSeconds, [], WINDOW), 'p99'))
    .dataLinks(predictionLinks());

/** Explanations come once a minute, in handfuls: a shorter window would show gaps. */
const EXPLANATIONS_WINDOW = '5m';

export const explanations = () =>
  stacked({
    title: 'Explanations',
    description:
      'Predictions explained per second: the sample of the monitor, and what people ask for. "too_slow" left customers the model, "busy" came when enough were being explained.',
    unit: units.RequestsPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(mlExplanationsTotal, EXPLANATIONS_WINDOW)), '{{outcome}}'));

export const explanationDuration = () =>
  timeseries({
    title: 'Explanation duration',
    description:
      'Of one request, which may name many predictions. They wait for time that customers leave over.',
    unit: units.Seconds,
  })
    .withTarget(promQuery(quantile(0.5, mlExplanationDurationSeconds, [], EXPLANATIONS_WINDOW), 'p50'))
    .withTarget(exemplarQuery(quantile(0.95, mlExplanationDurationSeconds, [], EXPLANATIONS_WINDOW), 'p95'))
    .dataLinks(predictionLinks());

export const loadedVersions = () =>
  table({
    title: 'Loaded versions',
    description: 'Model versions that are ready, and how long ago they became so.',
    unit: units.Seconds,
  }).withTarget(
    tableQuery(`time() - max by (model_name, model_version) (${select(mlModelLoadedTimestampSeconds)})`),
  );

export const loadDuration = () =>
  table({
    title: 'Load duration',
    description: 'Seconds for reading, verifying and warming up, mean over all loads of this process.',
    unit: units.Seconds,
  }).withTarget(
    tableQuery(
      `sum by (model_name, model_version) (${mlModelLoadDurationSeconds.name}_sum)
/
sum by (model_name, model_version) (${mlModelLoadDurationSeconds.name}_count)`,
    ),
  );

export const modelServing = () =>
  assemble({
    uid: 'model-serving',
    title: 'Model serving',
    description: 'What models answer, how fast, from which features, and with what result.',
    tags: ['models'],
    rows: [
      { title: 'Predictions', panels: [predictions(), rowsByRole(), failedRows()] },
      { title: 'Latency', panels: [predictionLatency(), inferenceDuration(), queueWait()] },
      {
        title: 'Batching',
        panels: [batchHeatmap(), batchSize(), batchReasons(), queueFill(), rejected(), trafficShare()],
      },
      { title: 'Results', panels: [decisions().span(12), scoreHeatmap().span(12)] },
      {
        title: 'Features',
        panels: [
          featuresSource().span(6),
          featureFetches().span(6),
          featureFetchDuration().span(6),
          circuitState().span(6),
        ],
      },
      { title: 'Explanations', panels: [explanations().span(12), explanationDuration().span(12)] },
      { title: 'Versions', panels: [loadedVersions(), loadDuration()] },
    ],
  });
