/** The work behind the figures: events that arrive, and runs that measure. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  mlMonitorEventLagSeconds,
  mlMonitorEventsTotal,
  mlMonitorStoreDurationSeconds,
  mlPipelineIntervalSeconds,
  mlPipelineLastSuccessTimestampSeconds,
  mlPipelineRunDurationSeconds,
  mlPipelineRunningSinceTimestampSeconds,
  mlPipelineRunsTotal,
} from '@lab/catalogue';
import { longRunningPipeline, pipelineStale } from '@lab/catalogue/alerts';
import { bucketRate, increase, maxBy, mean, quantile, rate, select, sumBy } from '@lab/catalogue/promql';
import { firesAt, seconds } from '../../alert-limits.ts';
import { heatmap, stacked, timeseries } from '../../house-style.ts';
import { exemplarQuery, heatmapQuery, promQuery, WINDOW } from '../../targets.ts';

const PIPELINE = ['pipeline'] as const;

export const eventsReceived = () =>
  stacked({
    title: 'Events received',
    description:
      'Log records per second at the monitor. No more "stored" while predictions are made: PredictionEventsMissing.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy(['outcome'], rate(mlMonitorEventsTotal, WINDOW)), '{{outcome}}'));

export const eventLag = () =>
  heatmap({
    title: 'Event lag',
    description: 'Events per second by the time from the prediction until its event was stored.',
    unit: units.Seconds,
  }).withTarget(heatmapQuery(bucketRate(mlMonitorEventLagSeconds, [], WINDOW)));

export const storeDuration = () =>
  timeseries({
    title: 'Duration of the store',
    description:
      '95th percentile in Postgres as the monitor sees it, by what it asked for. Everything that measures waits for it.',
    unit: units.Seconds,
  }).withTarget(
    exemplarQuery(
      `${quantile(0.95, mlMonitorStoreDurationSeconds, ['operation'], WINDOW)} >= 0`,
      '{{operation}}',
    ),
  );

export const pipelineRuns = () =>
  stacked({
    title: 'Pipeline runs',
    description:
      'Runs in 15 minutes, by outcome; "skipped" found nothing to do. A failure: DataPipelineFailure.',
    unit: units.Short,
  }).withTarget(
    promQuery(
      `${sumBy([...PIPELINE, 'outcome'], increase(mlPipelineRunsTotal, '15m'))} > 0`,
      '{{pipeline}} {{outcome}}',
    ),
  );

const since = maxBy(PIPELINE, select(mlPipelineRunningSinceTimestampSeconds));

export const pipelineDuration = () =>
  timeseries({
    title: 'Pipeline duration',
    description: `Mean of finished runs, and how long the run in progress takes; 0 while none is. ${firesAt(longRunningPipeline, seconds)}`,
    unit: units.Seconds,
  })
    .withTarget(promQuery(mean(mlPipelineRunDurationSeconds, PIPELINE, '5m'), '{{pipeline}}'))
    .withTarget(promQuery(`(time() - ${since}) * (${since} > bool 0)`, '{{pipeline}} in progress'));

export const pipelineFreshness = () =>
  timeseries({
    title: 'Pipeline freshness',
    description: `Intervals that have passed since a pipeline last succeeded; on schedule it stays near 1. More than three: ${pipelineStale.name}.`,
    unit: units.Short,
  }).withTarget(
    promQuery(
      `(time() - ${maxBy(PIPELINE, select(mlPipelineLastSuccessTimestampSeconds))}) / ${maxBy(PIPELINE, select(mlPipelineIntervalSeconds))}`,
      '{{pipeline}}',
    ),
  );
