import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  lokiBytesReceivedTotal,
  lokiMemoryStreams,
  processCpuSecondsTotal,
  prometheusHeadSeries,
  prometheusSampleLimitExceededTotal,
  prometheusSamplesAppendedTotal,
  prometheusStorageBlocksBytes,
  prometheusWalBytes,
  scrapeSamplesScraped,
  tempoBytesReceivedTotal,
  tempoGeneratorActiveSeries,
} from '@lab/catalogue/external';
import { increase, rate, select, sumBy } from '@lab/catalogue/promql';
import { cpuPrice, jobSampleBudget, modelPredictionCost, servicePredictionCost } from '@lab/catalogue/rules';
import { assemble } from '../assemble.ts';
import { LOKI } from '../datasources.ts';
import { asLine, bars, limitAt, stacked, stat, timeseries } from '../house-style.ts';
import { instantQuery, logMetricQuery, promQuery, WINDOW } from '../targets.ts';

/** A job that brings all that it may. */
const WHOLE_BUDGET = 1;
/** LogQL counts the bytes of a line; here nearly all that is kept of it are fields beside it. */
const WITH_FIELDS = '| line_format "{{ . }} {{ __line__ }}"';

export const againstBudget = () =>
  timeseries({
    title: 'Samples against the budget',
    description:
      'Samples of a scrape of all targets of a job, as a share of what it may bring. Above 100 % for ten minutes: CardinalityBudgetExceeded.',
    unit: units.PercentUnit,
  })
    .span(12)
    .thresholds(limitAt(WHOLE_BUDGET))
    .thresholdsStyle(asLine())
    .withTarget(
      promQuery(
        `${sumBy(['job'], select(scrapeSamplesScraped))} / on (job) ${select(jobSampleBudget)}`,
        '{{job}}',
      ),
    );

export const scrapesRefused = () =>
  timeseries({
    title: 'Scrapes refused',
    description:
      'Scrapes in five minutes that Prometheus threw away for their size; their target counts as down. Above 0: ScrapeSampleLimitHit.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(sumBy(['service'], increase(prometheusSampleLimitExceededTotal, '5m')), '{{service}}'),
    );

export const seriesByJob = () =>
  bars({
    title: 'Series by job',
    description: 'Series that the last scrape of each job brought: who costs how much.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(instantQuery(`sort_desc(${sumBy(['job'], select(scrapeSamplesScraped))})`, '{{job}}'));

export const series = () =>
  timeseries({
    title: 'Series in memory',
    description:
      'All series of the last two hours, and those that Tempo makes of traces. Each costs some kilobytes.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(select(prometheusHeadSeries), 'Prometheus'))
    .withTarget(promQuery(sumBy([], select(tempoGeneratorActiveSeries)), 'made by Tempo'));

export const samplesPerSecond = () =>
  timeseries({
    title: 'Samples stored',
    description: 'Samples per second that Prometheus stores.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy(['type'], rate(prometheusSamplesAppendedTotal, WINDOW)), '{{type}}'));

export const bytesIn = () =>
  timeseries({
    title: 'Bytes received',
    description: 'Bytes per second of lines and spans, before compression.',
    unit: units.BytesPerSecondIEC,
  })
    .withTarget(promQuery(sumBy([], rate(lokiBytesReceivedTotal, WINDOW)), 'Loki'))
    .withTarget(promQuery(sumBy([], rate(tempoBytesReceivedTotal, WINDOW)), 'Tempo'));

export const streams = () =>
  timeseries({
    title: 'Streams of Loki',
    description: 'One for each combination of labels. Hundreds mean that a label has no end.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy([], select(lokiMemoryStreams)), 'streams'));

export const bytesByService = () =>
  stacked({
    title: 'Log bytes by service',
    description:
      'Bytes of lines with their fields per second: who writes most. Lines about predictions are most of it.',
    unit: units.BytesPerSecondIEC,
  })
    .datasource(LOKI)
    .span(12)
    .withTarget(
      logMetricQuery(
        `sum by (service_name) (bytes_rate({service_name=~".+"} ${WITH_FIELDS} [$__auto]))`,
        '{{service_name}}',
      ),
    );

export const bytesByEvent = () =>
  stacked({
    title: 'Log bytes by event',
    description: 'The ten kinds of line that cost most: the first candidates for sampling.',
    unit: units.BytesPerSecondIEC,
  })
    .datasource(LOKI)
    .span(12)
    .withTarget(
      logMetricQuery(
        `topk(10, sum by (event_type) (bytes_rate({service_name=~".+"} | event_type!="" ${WITH_FIELDS} [$__auto])))`,
        '{{event_type}}',
      ),
    );

export const storage = () =>
  timeseries({
    title: 'Storage of Prometheus',
    description: 'On disk: blocks, and the log of what is still in memory.',
    unit: units.BytesIEC,
  })
    .span(12)
    .withTarget(promQuery(select(prometheusStorageBlocksBytes), 'blocks'))
    .withTarget(promQuery(select(prometheusWalBytes), 'write-ahead log'));

const DAY = 86_400;

export const perDay = () =>
  stat({
    title: 'Bytes in a day',
    description:
      'What lines and spans would amount to in a day at the rate of the last five minutes, before compression.',
    unit: units.BytesIEC,
  })
    .span(12)
    .height(8)
    .withTarget(instantQuery(`${DAY} * ${sumBy([], rate(lokiBytesReceivedTotal, '5m'))}`, 'lines'))
    .withTarget(instantQuery(`${DAY} * ${sumBy([], rate(tempoBytesReceivedTotal, '5m'))}`, 'spans'));

const PRICE = 'The price of a processor is an assumption, set in packages/catalogue/src/rules/costs.ts.';

export const modelCost = () =>
  timeseries({
    title: 'Cost of 1,000 predictions',
    description: `EUR of processor time in the inference service, by model; a shadow or a canary is paid by its model. With little traffic, what a service costs at rest is most of it. ${PRICE}`,
    unit: units.Euro,
  })
    .decimals(5)
    .withTarget(promQuery(select(modelPredictionCost), '{{model_name}}'));

export const platformCost = () =>
  stacked({
    title: 'Cost of 1,000 predictions by process',
    description: `EUR of processor time that every process spends while 1,000 predictions are answered: what deciding costs, and what watching it costs. ${PRICE}`,
    unit: units.Euro,
  })
    .decimals(5)
    .withTarget(promQuery(select(servicePredictionCost), '{{service}}'));

const HOURS_PER_DAY = 24;

export const costPerDay = () =>
  stat({
    title: 'Processors in a day',
    description: `EUR for a day of the processor time that all processes used in the last five minutes. ${PRICE}`,
    unit: units.Euro,
  })
    .span(8)
    .height(8)
    .withTarget(
      instantQuery(
        `${HOURS_PER_DAY} * ${sumBy([], rate(processCpuSecondsTotal, '5m'))} * ${sumBy([], select(cpuPrice))}`,
        'all processes',
      ),
    );

export const costCardinality = () =>
  assemble({
    uid: 'cost-cardinality',
    title: 'Cost and cardinality',
    description:
      'What observing costs: series and samples against their budgets, lines and spans in bytes; and what a prediction costs.',
    tags: ['telemetry'],
    rows: [
      { title: 'Metrics', panels: [againstBudget(), scrapesRefused(), seriesByJob(), series()] },
      { title: 'What comes in', panels: [samplesPerSecond(), bytesIn(), streams()] },
      { title: 'Lines', panels: [bytesByService(), bytesByEvent()] },
      { title: 'Storage', panels: [storage(), perDay()] },
      { title: 'Processor time, as money', panels: [modelCost(), platformCost(), costPerDay()] },
    ],
  });
