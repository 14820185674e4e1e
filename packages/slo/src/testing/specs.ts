import { type SloSpec, WINDOW } from '../spec.ts';

/** The SLO of Sloth's "getting started" example. */
export const requestsAvailability: SloSpec = {
  service: 'myservice',
  name: 'requests-availability',
  description: 'Common SLO based on availability for HTTP request responses.',
  objective: 0.999,
  period: '30d',
  labels: { owner: 'myteam' },
  sli: {
    kind: 'ratio',
    errors: `sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[${WINDOW}]))`,
    total: `sum(rate(http_request_duration_seconds_count{job="myservice"}[${WINDOW}]))`,
    example: {
      good: 'http_request_duration_seconds_count{job="myservice",code="200"}',
      bad: 'http_request_duration_seconds_count{job="myservice",code="500"}',
    },
  },
  alerting: {
    name: 'MyServiceHighErrorRate',
    labels: { category: 'availability' },
    annotations: { summary: "High error rate on 'myservice' requests responses" },
    page: { labels: { severity: 'pageteam', routing_key: 'myteam' } },
    ticket: { labels: { severity: 'slack', slack_channel: '#alerts-myteam' } },
  },
};

export const fastRequests: SloSpec = {
  ...requestsAvailability,
  name: 'fast-requests',
  objective: 0.99,
  period: '7d',
  sli: {
    kind: 'latency',
    histogram: 'http_request_duration_seconds',
    matchers: 'job="myservice"',
    threshold: 1,
    bounds: [0.1, 0.5, 1, 5],
  },
};
