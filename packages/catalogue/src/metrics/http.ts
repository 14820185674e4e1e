import { REQUEST_SECONDS } from '../buckets.ts';
import { MAX_ROUTES } from '../limits.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

export const httpServerRequestsTotal = counter({
  name: 'http_server_requests_total',
  help: 'HTTP requests answered, by route template and status class.',
  labels: { method: HTTP_METHODS, route: MAX_ROUTES, status_class: STATUS_CLASSES },
});

export const httpServerRequestDurationSeconds = histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Time from the request line to the last byte of the answer, by route template.',
  labels: { method: HTTP_METHODS, route: MAX_ROUTES },
  buckets: REQUEST_SECONDS,
});

export const httpServerRequestsInFlight = gauge({
  name: 'http_server_requests_in_flight',
  help: 'HTTP requests received and not yet answered.',
  labels: {},
});
