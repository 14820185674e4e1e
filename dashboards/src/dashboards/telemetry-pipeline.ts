import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  telemetryLabelValuesRefusedTotal,
  telemetrySpansDroppedTotal,
  telemetrySpansExportedTotal,
} from '@lab/catalogue';
import {
  alertmanagerAlerts,
  alertmanagerConfigReloadSuccessful,
  alertmanagerNotificationsFailedTotal,
  collectorMemoryBytes,
  collectorQueueCapacity,
  collectorQueueSize,
  collectorReceivedLogRecordsTotal,
  collectorReceivedSpansTotal,
  collectorRefusedLogRecordsTotal,
  collectorRefusedSpansTotal,
  collectorSampledTracesTotal,
  collectorSentLogRecordsTotal,
  collectorSentSpansTotal,
  lokiBytesReceivedTotal,
  lokiDiscardedSamplesTotal,
  lokiLinesReceivedTotal,
  lokiMemoryStreams,
  prometheusConfigReloadSuccessful,
  prometheusExemplarsAppendedTotal,
  prometheusHeadSeries,
  prometheusNotificationErrorsTotal,
  prometheusNotificationsSentTotal,
  prometheusRuleFailuresTotal,
  prometheusRuleGroupDurationSeconds,
  prometheusSamplesAppendedTotal,
  scrapeDurationSeconds,
  scrapeSamplesScraped,
  tempoBytesReceivedTotal,
  tempoGeneratorActiveSeries,
  tempoLiveTraces,
  tempoSpansReceivedTotal,
} from '@lab/catalogue/external';
import { increase, rate, select, sumBy } from '@lab/catalogue/promql';
import { assemble } from '../assemble.ts';
import { stacked, timeseries } from '../house-style.ts';
import { serviceLinks } from '../links.ts';
import { promQuery, WINDOW } from '../targets.ts';

export const spansExported = () =>
  timeseries({
    title: 'Spans exported by services',
    description: 'Spans per second that the Collector accepted, as the services see it.',
    unit: units.EventsPerSecond,
  })
    .withTarget(promQuery(sumBy(['service'], rate(telemetrySpansExportedTotal, WINDOW)), '{{service}}'))
    .dataLinks(serviceLinks());

export const spansDropped = () =>
  timeseries({
    title: 'Spans dropped in services',
    description:
      'Spans per second lost before they left the process, by reason. Above 0: TelemetrySpansDropped.',
    unit: units.EventsPerSecond,
  })
    .withTarget(
      promQuery(
        sumBy(['service', 'reason'], rate(telemetrySpansDroppedTotal, WINDOW)),
        '{{service}} {{reason}}',
      ),
    )
    .dataLinks(serviceLinks());

export const labelsRefused = () =>
  timeseries({
    title: 'Label values refused',
    description:
      'Values in an hour that the cardinality guard replaced by "other": somebody labels with what has no end.',
    unit: units.Short,
  }).withTarget(
    promQuery(
      `${sumBy(['service', 'metric'], increase(telemetryLabelValuesRefusedTotal, '1h'))} > 0`,
      '{{service}} {{metric}}',
    ),
  );

export const collectorIn = () =>
  timeseries({
    title: 'Collector: in',
    description: 'Items per second accepted and refused. Refused means that its memory limit is reached.',
    unit: units.EventsPerSecond,
  })
    .withTarget(promQuery(sumBy([], rate(collectorReceivedSpansTotal, WINDOW)), 'spans'))
    .withTarget(promQuery(sumBy([], rate(collectorReceivedLogRecordsTotal, WINDOW)), 'lines'))
    .withTarget(promQuery(sumBy([], rate(collectorRefusedSpansTotal, WINDOW)), 'spans refused'))
    .withTarget(promQuery(sumBy([], rate(collectorRefusedLogRecordsTotal, WINDOW)), 'lines refused'));

export const collectorOut = () =>
  timeseries({
    title: 'Collector: out',
    description: 'Items per second delivered. Spans fall behind what came in by what sampling leaves out.',
    unit: units.EventsPerSecond,
  })
    .withTarget(promQuery(sumBy(['exporter'], rate(collectorSentSpansTotal, WINDOW)), 'spans {{exporter}}'))
    .withTarget(
      promQuery(sumBy(['exporter'], rate(collectorSentLogRecordsTotal, WINDOW)), 'lines {{exporter}}'),
    );

export const collectorQueues = () =>
  timeseries({
    title: 'Collector queues',
    description:
      'How full the queues on disk are. Nothing leaves a queue for minutes: CollectorExportFailing.',
    unit: units.PercentUnit,
  }).withTarget(
    promQuery(`${select(collectorQueueSize)} / ${select(collectorQueueCapacity)}`, '{{exporter}}'),
  );

export const sampling = () =>
  stacked({
    title: 'Sampling',
    description: 'Traces per second that each policy wants to keep.',
    unit: units.EventsPerSecond,
  })
    .span(12)
    .withTarget(
      promQuery(
        sumBy(['policy'], rate(collectorSampledTracesTotal, WINDOW, { decision: 'sampled' })),
        '{{policy}}',
      ),
    );

export const collectorMemory = () =>
  timeseries({
    title: 'Collector memory',
    description: 'Resident memory; at its limit it refuses.',
    unit: units.BytesIEC,
  })
    .span(12)
    .withTarget(promQuery(select(collectorMemoryBytes), 'resident'));

export const lokiIn = () =>
  timeseries({
    title: 'Loki: lines in',
    description: 'Lines per second stored.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy([], rate(lokiLinesReceivedTotal, WINDOW)), 'stored'));

export const lokiRefused = () =>
  timeseries({
    title: 'Loki: lines refused',
    description: 'Lines per second refused, by the limit that refused them. Those are lost.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy(['reason'], rate(lokiDiscardedSamplesTotal, WINDOW)), '{{reason}}'));

export const lokiStreams = () =>
  timeseries({
    title: 'Loki: streams',
    description: 'Streams in memory: one per combination of labels. Hundreds mean that a label has no end.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy([], select(lokiMemoryStreams)), 'streams'));

export const storedBytes = () =>
  timeseries({
    title: 'Bytes in',
    description: 'Bytes per second that Loki and Tempo receive.',
    unit: units.BytesPerSecondIEC,
  })
    .withTarget(promQuery(sumBy([], rate(lokiBytesReceivedTotal, WINDOW)), 'Loki'))
    .withTarget(promQuery(sumBy([], rate(tempoBytesReceivedTotal, WINDOW)), 'Tempo'));

export const tempoIn = () =>
  timeseries({
    title: 'Tempo: spans in',
    description: 'Spans per second received.',
    unit: units.EventsPerSecond,
  }).withTarget(promQuery(sumBy([], rate(tempoSpansReceivedTotal, WINDOW)), 'spans'));

export const tempoTraces = () =>
  timeseries({
    title: 'Tempo: live traces',
    description: 'Traces that still receive spans.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy([], select(tempoLiveTraces)), 'traces'));

export const tempoSeries = () =>
  timeseries({
    title: 'Tempo: generated series',
    description: 'Series of the service graph that Tempo writes to Prometheus.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy([], select(tempoGeneratorActiveSeries)), 'series'));

export const samplesIn = () =>
  timeseries({
    title: 'Prometheus: samples in',
    description: 'Samples per second stored, and exemplars.',
    unit: units.EventsPerSecond,
  })
    .withTarget(promQuery(sumBy([], rate(prometheusSamplesAppendedTotal, WINDOW)), 'samples'))
    .withTarget(promQuery(sumBy([], rate(prometheusExemplarsAppendedTotal, WINDOW)), 'exemplars'));

export const seriesByJob = () =>
  stacked({
    title: 'Prometheus: series by job',
    description: 'Samples of the last scrape: which job costs how much. A jump is a label without an end.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy(['job'], select(scrapeSamplesScraped)), '{{job}}'));

export const headSeries = () =>
  timeseries({
    title: 'Prometheus: series in memory',
    description: 'All series of the last two hours.',
    unit: units.Short,
  }).withTarget(promQuery(select(prometheusHeadSeries), 'series'));

export const scrapeDuration = () =>
  timeseries({
    title: 'Scrape duration',
    description: 'How long targets take to answer; at 4 s a scrape is given up.',
    unit: units.Seconds,
  }).withTarget(promQuery(`max by (job) (${select(scrapeDurationSeconds)})`, '{{job}}'));

export const ruleDuration = () =>
  timeseries({
    title: 'Rule duration',
    description: 'Seconds of the last evaluation per group; it must stay far below the interval of 5 s.',
    unit: units.Seconds,
  }).withTarget(
    promQuery(`max by (rule_group) (${select(prometheusRuleGroupDurationSeconds)})`, '{{rule_group}}'),
  );

export const ruleFailures = () =>
  timeseries({
    title: 'Rule failures',
    description: 'Failed evaluations in 5 minutes. Above 0: PrometheusRuleFailures.',
    unit: units.Short,
  }).withTarget(
    promQuery(sumBy(['rule_group'], increase(prometheusRuleFailuresTotal, '5m')), '{{rule_group}}'),
  );

export const configurationReloads = () =>
  timeseries({
    title: 'Configuration reloads',
    description:
      '1 where the last reload was accepted; at 0 the engine still runs what it read before: PrometheusConfigReloadFailed, AlertmanagerConfigReloadFailed.',
    unit: units.Short,
  })
    .span(24)
    .max(1)
    .withTarget(promQuery(select(prometheusConfigReloadSuccessful), 'Prometheus'))
    .withTarget(promQuery(select(alertmanagerConfigReloadSuccessful), 'Alertmanager'));

export const alertsSent = () =>
  timeseries({
    title: 'Alerts sent',
    description:
      'Alerts per second from Prometheus to the Alertmanager, and errors. Never 0: Watchdog always fires.',
    unit: units.EventsPerSecond,
  })
    // Prometheus repeats an alert every minute: a shorter window would show a comb.
    .withTarget(promQuery(sumBy([], rate(prometheusNotificationsSentTotal, '5m')), 'sent'))
    .withTarget(promQuery(sumBy([], rate(prometheusNotificationErrorsTotal, '5m')), 'errors'));

export const alertsHeld = () =>
  timeseries({
    title: 'Alertmanager: alerts',
    description: 'Alerts that it holds, by state.',
    unit: units.Short,
  }).withTarget(promQuery(sumBy(['state'], select(alertmanagerAlerts)), '{{state}}'));

export const notificationsFailed = () =>
  timeseries({
    title: 'Alertmanager: failed notifications',
    description: 'Notifications per second that no receiver got.',
    unit: units.EventsPerSecond,
  }).withTarget(
    promQuery(sumBy(['integration'], rate(alertmanagerNotificationsFailedTotal, WINDOW)), '{{integration}}'),
  );

export const telemetryPipeline = () =>
  assemble({
    uid: 'telemetry-pipeline',
    title: 'Telemetry pipeline',
    description:
      'Does what services tell arrive: services, Collector, Loki, Tempo, Prometheus, Alertmanager.',
    tags: ['telemetry'],
    rows: [
      { title: 'Services', panels: [spansExported(), spansDropped(), labelsRefused()] },
      {
        title: 'Collector',
        panels: [collectorIn(), collectorOut(), collectorQueues(), sampling(), collectorMemory()],
      },
      {
        title: 'Loki',
        panels: [lokiIn().span(6), lokiRefused().span(6), lokiStreams().span(6), storedBytes().span(6)],
      },
      { title: 'Tempo', panels: [tempoIn(), tempoTraces(), tempoSeries()] },
      {
        title: 'Prometheus',
        panels: [samplesIn(), seriesByJob(), headSeries(), scrapeDuration(), ruleDuration(), ruleFailures()],
      },
      {
        title: 'Alerts',
        panels: [alertsSent(), alertsHeld(), notificationsFailed(), configurationReloads()],
      },
    ],
  });
