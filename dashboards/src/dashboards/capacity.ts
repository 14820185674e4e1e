import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  databaseSizeBytes,
  featureWritesTotal,
  mlLabelsReceivedTotal,
  mlModelInFlightRows,
  mlModelInferenceDurationSeconds,
  mlModelQueueLimitRows,
  mlModelQueueRows,
  mlMonitorEventsTotal,
} from '@lab/catalogue';
import {
  type Alert,
  DISK_OUTLOOK,
  diskExhaustionPredicted,
  GPU_MEMORY_OUTLOOK,
  gpuMemoryExhaustionPredicted,
  MEMORY_OUTLOOK,
  memoryExhaustionPredicted,
  modelQueueSaturated,
  type Outlook,
  predicted,
} from '@lab/catalogue/alerts';
import {
  lokiBytesReceivedTotal,
  nodeFilesystemAvailableBytes,
  nodeFilesystemFiles,
  nodeFilesystemFilesFree,
  nodeFilesystemReadonly,
  nodeFilesystemSizeBytes,
  nodejsEventLoopActiveSecondsTotal,
  nodeMemoryAvailableBytes,
  nodeMemoryTotalBytes,
  prometheusHeadSeries,
  prometheusSamplesAppendedTotal,
  scrapeSamplesScraped,
} from '@lab/catalogue/external';
import { avgBy, rate, type Series, select, sumBy } from '@lab/catalogue/promql';
import {
  jobSampleBudget,
  nvidiaGpuMemoryFreeBytes,
  nvidiaGpuMemoryTotalBytes,
  serviceRequests,
  versionPredictions,
} from '@lab/catalogue/rules';
import { firesAt, limitOf, percent } from '../alert-limits.ts';
import { assemble } from '../assemble.ts';
import { asLine, bars, floorAt, stat, steps, timeseries } from '../house-style.ts';
import { instantQuery, promQuery, WINDOW } from '../targets.ts';

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_HOUR = 3600;
/** What shrinks slower than this, or not at all, is not full within any time that a plan is about. */
const STANDS_STILL = '1e-6';
/** In days: further ahead a straight line through hours means nothing. */
const FAR = 365;

const VERSION = ['model_name', 'model_version'] as const;
const VERSION_LEGEND = '{{model_name}} {{model_version}}';

/** Of file systems that can fill up: with a size of their own, and writable. */
const fillable = (free: Series, whole: Series): string =>
  `(${select(free)} and ${select(whole)} > 0 unless ${select(nodeFilesystemReadonly)} == 1)`;

/** The line of `predict_linear`, followed to where it ends: what is free, divided by how fast it shrinks. */
const daysLeft = (free: string, series: Series, { past }: Outlook): string =>
  `clamp_max(min(${free} / clamp_min(-deriv(${select(series)}[${past}]), ${STANDS_STILL})) / ${SECONDS_PER_DAY}, ${FAR})`;

interface Room {
  readonly title: string;
  readonly what: string;
  readonly free: string;
  readonly series: Series;
  readonly outlook: Outlook;
}

const untilFull = ({ title, what, free, series, outlook }: Room) =>
  stat({
    title,
    description: `Days until ${what}, if it goes on like in the last ${outlook.past}; ${FAR} stands for never. Red is a day, yellow a week.`,
    unit: units.Days,
  })
    .decimals(1)
    .thresholds(
      steps({ from: null, color: 'red' }, { from: 1, color: 'yellow' }, { from: 7, color: 'green' }),
    )
    .withTarget(instantQuery(daysLeft(free, series, outlook), 'days'));

export const diskDays = () =>
  untilFull({
    title: 'Disk full in',
    what: 'the first disk is full',
    free: fillable(nodeFilesystemAvailableBytes, nodeFilesystemSizeBytes),
    series: nodeFilesystemAvailableBytes,
    outlook: DISK_OUTLOOK,
  });

export const inodeDays = () =>
  untilFull({
    title: 'Inodes used up in',
    what: 'the first file system can hold no further file, however much space it has',
    free: fillable(nodeFilesystemFilesFree, nodeFilesystemFiles),
    series: nodeFilesystemFilesFree,
    outlook: DISK_OUTLOOK,
  });

export const memoryDays = () =>
  untilFull({
    title: 'Memory full in',
    what: 'the machine has no memory to give',
    free: select(nodeMemoryAvailableBytes),
    series: nodeMemoryAvailableBytes,
    outlook: MEMORY_OUTLOOK,
  });

export const gpuMemoryDays = () =>
  untilFull({
    title: 'GPU memory full in',
    what: 'the first GPU has no memory to give',
    free: select(nvidiaGpuMemoryFreeBytes),
    series: nvidiaGpuMemoryFreeBytes,
    outlook: GPU_MEMORY_OUTLOOK,
  });

interface Forecast {
  readonly title: string;
  readonly free: Series;
  readonly whole: Series;
  readonly outlook: Outlook;
  readonly alert: Alert;
  readonly legend: string;
}

/** Below zero by as much as there is: the line asks for twice the room. */
const LOWEST = -1;

const forecast = ({ title, free, whole, outlook, alert, legend }: Forecast) =>
  timeseries({
    title,
    description: `Share that will be free in ${outlook.ahead}, if it goes on like in the last ${outlook.past}. Below 0 for ${alert.for}, with little left already: ${alert.name}.`,
    unit: units.PercentUnit,
  })
    .min(LOWEST)
    .max(1)
    .thresholds(floorAt(limitOf(alert).value))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(`clamp_min(${predicted(free, outlook)} / (${select(whole)} > 0), ${LOWEST})`, legend),
    );

export const diskForecast = () =>
  forecast({
    title: `Disk free in ${DISK_OUTLOOK.ahead}`,
    free: nodeFilesystemAvailableBytes,
    whole: nodeFilesystemSizeBytes,
    outlook: DISK_OUTLOOK,
    alert: diskExhaustionPredicted,
    legend: '{{mountpoint}}',
  });

export const memoryForecast = () =>
  forecast({
    title: `Memory free in ${MEMORY_OUTLOOK.ahead}`,
    free: nodeMemoryAvailableBytes,
    whole: nodeMemoryTotalBytes,
    outlook: MEMORY_OUTLOOK,
    alert: memoryExhaustionPredicted,
    legend: '{{instance}}',
  });

export const gpuMemoryForecast = () =>
  forecast({
    title: `GPU memory free in ${GPU_MEMORY_OUTLOOK.ahead}`,
    free: nvidiaGpuMemoryFreeBytes,
    whole: nvidiaGpuMemoryTotalBytes,
    outlook: GPU_MEMORY_OUTLOOK,
    alert: gpuMemoryExhaustionPredicted,
    legend: 'GPU {{gpu}}',
  });

export const inodesFree = () =>
  timeseries({
    title: 'Inodes free',
    description:
      'Share of the files that a file system can still hold. Many small files use them up while space is left, and the error says that the disk is full.',
    unit: units.PercentUnit,
  })
    .span(24)
    .max(1)
    .withTarget(
      promQuery(
        `${select(nodeFilesystemFilesFree)} / (${select(nodeFilesystemFiles)} > 0)`,
        '{{mountpoint}}',
      ),
    );

/** Of its time; an event loop is one thread, so 1 is all there is. */
const busy = (window: string): string => avgBy(['service'], rate(nodejsEventLoopActiveSecondsTotal, window));

export const requestsAgainstCapacity = () =>
  timeseries({
    title: 'Requests against capacity',
    description:
      'Requests per second that the inference service answers, and those that as many processes could answer at what a request costs now: requests, divided by the share of its time in which the event loop works. What it does at rest counts as if requests did it, so with little traffic it is too low; ./lab bench measures the ceiling.',
    unit: units.RequestsPerSecond,
  })
    .span(12)
    .withTarget(promQuery(select(serviceRequests, { service: 'inference' }), 'answered'))
    .withTarget(
      promQuery(
        `${select(serviceRequests, { service: 'inference' })} / on (service) (${busy('5m')} > 0)`,
        'could be answered',
      ),
    );

export const eventLoopHeadroom = () =>
  timeseries({
    title: 'Event loop to spare',
    description:
      'Share of its time in which the event loop of a service waits for work. The less there is, the longer requests wait for each other.',
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .withTarget(promQuery(`1 - ${busy(WINDOW)}`, '{{service}}'));

export const queueHeadroom = () =>
  timeseries({
    title: 'Queue to spare',
    description: `Share of the queue of a model version that is free. Its filling is judged in model-serving. ${firesAt(modelQueueSaturated, percent)}`,
    unit: units.PercentUnit,
  })
    .max(1)
    .withTarget(
      promQuery(`1 - ${select(mlModelQueueRows)} / (${select(mlModelQueueLimitRows)} > 0)`, VERSION_LEGEND),
    );

export const modelBusy = () =>
  timeseries({
    title: 'Workers at work',
    description:
      'Executions of a version that run at once, on average. A version has one worker, or the event loop itself: near 1 it has nothing to spare.',
    unit: units.Short,
  }).withTarget(
    promQuery(
      sumBy(
        [...VERSION],
        rate(
          { ...mlModelInferenceDurationSeconds, name: `${mlModelInferenceDurationSeconds.name}_sum` },
          WINDOW,
        ),
      ),
      VERSION_LEGEND,
    ),
  );

export const rowsInFlight = () =>
  timeseries({
    title: 'Rows in flight',
    description: 'Rows in ONNX Runtime at the moment of the scrape: what a larger batch would hold.',
    unit: units.Short,
  }).withTarget(promQuery(select(mlModelInFlightRows), VERSION_LEGEND));

export const rowsPerSecond = () =>
  timeseries({
    title: 'Rows per second',
    description:
      'What data grows by: rows scored, features written, events and labels stored. The database takes the last three.',
    unit: units.RecordsPerSecond,
  })
    .span(12)
    .withTarget(promQuery(sumBy([], select(versionPredictions)), 'scored'))
    .withTarget(
      promQuery(sumBy([], rate(featureWritesTotal, '5m', { outcome: 'stored' })), 'features written'),
    )
    .withTarget(
      promQuery(sumBy([], rate(mlMonitorEventsTotal, '5m', { outcome: 'stored' })), 'events stored'),
    )
    .withTarget(promQuery(sumBy([], rate(mlLabelsReceivedTotal, '5m')), 'labels received'));

export const databaseSize = () =>
  timeseries({
    title: 'Database size',
    description:
      'Bytes on disk, indexes included, by the service whose database it is. Deleted rows give their room back to new ones, not to the disk.',
    unit: units.BytesIEC,
  })
    .span(12)
    .withTarget(promQuery(select(databaseSizeBytes), '{{service}}'));

/** The mean of what was seen of the hour: `rate` over all of it would take what a young Prometheus has not seen for nothing. */
const growth = (counter: Series): string => {
  const now = sumBy([], rate(counter, '5m'));
  return `${now} / (avg_over_time(${now}[1h:1m]) > 0)`;
};

export const ingestionGrowth = () =>
  timeseries({
    title: 'Growth of what comes in',
    description:
      'The last five minutes as a share of the last hour: 100 % is steady. Twice as much for a day is twice the storage.',
    unit: units.PercentUnit,
  })
    .withTarget(promQuery(growth(prometheusSamplesAppendedTotal), 'samples'))
    .withTarget(promQuery(growth(lokiBytesReceivedTotal), 'bytes of lines'));

export const seriesGrowth = () =>
  timeseries({
    title: 'Series added in an hour',
    description:
      'How many series Prometheus would hold more in an hour, by the last one; 0 where it holds fewer, as after every other hour, when old series leave memory.',
    unit: units.Short,
  }).withTarget(
    promQuery(`clamp_min(${SECONDS_PER_HOUR} * deriv(${select(prometheusHeadSeries)}[1h]), 0)`, 'series'),
  );

export const seriesBudget = () =>
  bars({
    title: 'Budget of samples left',
    description: 'Samples that a scrape of a job may still bring, as a share of its budget; least first.',
    unit: units.PercentUnit,
  })
    .max(1)
    .withTarget(
      instantQuery(
        `sort(1 - ${sumBy(['job'], select(scrapeSamplesScraped))} / on (job) ${select(jobSampleBudget)})`,
        '{{job}}',
      ),
    );

export const capacity = () =>
  assemble({
    uid: 'capacity',
    title: 'Capacity',
    description: 'Until when is there room, of what is there least, and what makes it less.',
    tags: ['infrastructure', 'overview'],
    rows: [
      {
        title: 'Until it is full',
        panels: [
          diskDays(),
          inodeDays(),
          memoryDays(),
          gpuMemoryDays(),
          diskForecast(),
          memoryForecast(),
          gpuMemoryForecast(),
          inodesFree(),
        ],
      },
      {
        title: 'Serving',
        panels: [
          requestsAgainstCapacity(),
          eventLoopHeadroom(),
          queueHeadroom(),
          modelBusy(),
          rowsInFlight(),
        ],
      },
      { title: 'Data', panels: [rowsPerSecond(), databaseSize()] },
      { title: 'Telemetry', panels: [ingestionGrowth(), seriesGrowth(), seriesBudget()] },
    ],
  });
