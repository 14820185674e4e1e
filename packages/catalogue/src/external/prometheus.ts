/** What Prometheus tells about itself and about its scrapes. */
import { externalCounter, externalGauge } from '../external-metric.ts';

/** 1 where the last scrape of the target succeeded. */
export const up = externalGauge('up', ['job', 'instance', 'service']);
export const scrapeSamplesScraped = externalGauge('scrape_samples_scraped', ['job', 'instance', 'service']);
export const scrapeDurationSeconds = externalGauge('scrape_duration_seconds', ['job', 'instance', 'service']);
export const prometheusHeadSeries = externalGauge('prometheus_tsdb_head_series');
export const prometheusSamplesAppendedTotal = externalCounter('prometheus_tsdb_head_samples_appended_total', [
  'type',
]);
export const prometheusExemplarsAppendedTotal = externalCounter(
  'prometheus_tsdb_exemplar_exemplars_appended_total',
);
export const prometheusRuleFailuresTotal = externalCounter('prometheus_rule_evaluation_failures_total', [
  'rule_group',
]);
export const prometheusRuleGroupDurationSeconds = externalGauge(
  'prometheus_rule_group_last_duration_seconds',
  ['rule_group'],
);
export const prometheusNotificationsSentTotal = externalCounter('prometheus_notifications_sent_total', [
  'alertmanager',
]);
export const prometheusNotificationErrorsTotal = externalCounter('prometheus_notifications_errors_total', [
  'alertmanager',
]);
/** The series that Prometheus makes of alerts: 1 while pending or firing. */
export const alerts = externalGauge('ALERTS', [
  'alertname',
  'alertstate',
  'severity',
  'sloth_id',
  'sloth_severity',
]);
export const prometheusConfigReloadSuccessful = externalGauge('prometheus_config_last_reload_successful');
export const prometheusConfigReloadTimestampSeconds = externalGauge(
  'prometheus_config_last_reload_success_timestamp_seconds',
);
export const prometheusNotificationsDroppedTotal = externalCounter('prometheus_notifications_dropped_total', [
  'alertmanager',
]);
export const prometheusAlertmanagersDiscovered = externalGauge(
  'prometheus_notifications_alertmanagers_discovered',
);
export const prometheusSampleLimitExceededTotal = externalCounter(
  'prometheus_target_scrapes_exceeded_sample_limit_total',
);
/** Bytes of the blocks on disk, without the head that is still in memory. */
export const prometheusStorageBlocksBytes = externalGauge('prometheus_tsdb_storage_blocks_bytes');
export const prometheusWalBytes = externalGauge('prometheus_tsdb_wal_storage_size_bytes');
