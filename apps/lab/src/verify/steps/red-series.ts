import { randomUUID } from 'node:crypto';
import { fetchText, poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

/** Per service: what makes it work, and what must move then. */
const SERVICES = [
  { service: 'inference', path: '/admin/models', series: 'http_server_requests_total{job="inference"}' },
  { service: 'features', path: '/feature-views', series: 'http_server_requests_total{job="features"}' },
  { service: 'monitor', path: '/v1/drift', series: 'http_server_requests_total{job="monitor"}' },
  { service: 'autopilot', path: '/v1/registry', series: 'http_server_requests_total{job="autopilot"}' },
  { service: 'traffic', path: '/status', series: 'http_server_requests_total{job="traffic"}' },
] as const;

/** Sends a request to each service, and waits until Prometheus has counted it in rate, errors and duration. */
export const redSeries: Step = {
  name: "each service's RED series move",
  async run({ engines, patienceMs }) {
    const seen = await Promise.all(
      SERVICES.map(async ({ service, path, series }) => {
        const duration = series.replace('requests_total', 'request_duration_seconds_count');
        const errors = series.replace('}', ', status_class="5xx"}');
        const before = await Promise.all([engines.prometheus.sum(series), engines.prometheus.sum(duration)]);
        // Whatever the answer is (401 here, for want of a token): it is a request, and it must be counted.
        await fetchText(`${engines.endpoints[service]}${path}`, {
          headers: { 'x-request-id': randomUUID() },
        }).catch(() => {});
        return poll(
          async () => {
            const [requests = 0, durations = 0] = await Promise.all([
              engines.prometheus.sum(series),
              engines.prometheus.sum(duration),
            ]);
            if (requests <= (before[0] ?? 0) || durations <= (before[1] ?? 0)) return undefined;
            if ((await engines.prometheus.query(errors)).length === 0)
              throw new Error(`no series ${errors}: the first error would be invisible`);
            return `${service} +${requests - (before[0] ?? 0)}`;
          },
          {
            timeoutMs: patienceMs,
            intervalMs: 500,
            waitingFor: `Prometheus to count a request to ${service}`,
          },
        );
      }),
    );
    return `requests counted within a scrape: ${seen.join(', ')}`;
  },
};
