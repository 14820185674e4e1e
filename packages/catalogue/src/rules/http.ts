import { httpServerRequestDurationSeconds, httpServerRequestsTotal } from '../metrics/http.ts';
import { quantile, rate, ratio, select, sumBy } from '../promql.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

const SERVICE = ['service'] as const;

export const serviceRequests = record(
  'service:http_server_requests:rate5m',
  SERVICE,
  'Requests per second.',
  sumBy(SERVICE, rate(httpServerRequestsTotal, '5m')),
);

export const serviceErrors = record(
  'service:http_server_errors:rate5m',
  SERVICE,
  'Requests per second that were answered with 5xx.',
  sumBy(SERVICE, rate(httpServerRequestsTotal, '5m', { status_class: '5xx' })),
);

export const serviceErrorRatio = record(
  'service:http_server_errors:ratio_rate5m',
  SERVICE,
  'Share of requests answered with 5xx, 0 to 1; absent without traffic.',
  ratio(select(serviceErrors), select(serviceRequests)),
);

const latency = (name: 'p50' | 'p95' | 'p99', q: number) =>
  record(
    `service:http_server_request_duration_seconds:${name}_rate5m`,
    SERVICE,
    `Seconds within which ${q * 100} % of the requests were answered.`,
    quantile(q, httpServerRequestDurationSeconds, SERVICE, '5m'),
  );

export const serviceLatencyP50 = latency('p50', 0.5);
export const serviceLatencyP95 = latency('p95', 0.95);
export const serviceLatencyP99 = latency('p99', 0.99);

export const httpRules: RecordingRuleGroup = {
  name: 'http',
  rules: [
    serviceRequests,
    serviceErrors,
    serviceErrorRatio,
    serviceLatencyP50,
    serviceLatencyP95,
    serviceLatencyP99,
  ],
};
