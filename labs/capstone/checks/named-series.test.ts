import { describe, expect, test } from 'vitest';
import { sectionsOf } from '../../shared/markdown.ts';
import { existing, namesQuery, seriesNamedIn } from './named-series.ts';

const DESIGN = `# Design

## Metrics

\`http_server_request_duration_seconds\` and \`checkout_orders_total{decision="approve"}\`, the gauge \`orders_in_flight\`,
\`up\`, and the \`trace_id\` of each. Lines go to \`localhost:3100\`.

## Rejected

\`orders_per_customer_total\`
`;

describe('series that a design names', () => {
  const named = seriesNamedIn(sectionsOf(DESIGN));

  test('when it is read - then addresses and what was rejected are no metrics of it', () => {
    expect(named).toEqual({
      metrics: ['http_server_request_duration_seconds', 'checkout_orders_total'],
      perhaps: ['orders_in_flight', 'up', 'trace_id'],
    });
    expect(namesQuery(named)).toContain('(?:http_server_request_duration_seconds|checkout_orders_total|');
  });

  test('when a histogram is named as such - then its parts are it', () => {
    const series = ['http_server_request_duration_seconds_bucket', 'orders_in_flight', 'up'];
    expect(existing(named.metrics, series)).toEqual(['http_server_request_duration_seconds']);
    expect(existing(named.perhaps, series)).toEqual(['orders_in_flight', 'up']);
  });
});
