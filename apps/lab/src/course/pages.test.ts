import { expect, test } from 'vitest';
import { withPages } from './pages.ts';

const SETTINGS = { ports: { PROMETHEUS_PORT: 9090, WORKBENCH_PROMETHEUS_PORT: 19090 } } as never;

test.for([
  ['http://127.0.0.1:19090/targets', 'http://127.0.0.1:19090/api/v1/targets'],
  ['http://127.0.0.1:9090/query with up{job="a"}', 'http://127.0.0.1:9090/api/v1/query with up{job="a"}'],
  [
    'http://127.0.0.1:19090/query?g0.expr=up%20%3E%200',
    'http://127.0.0.1:19090/api/v1/query?query=up%20%3E%200',
  ],
  [
    'http://127.0.0.1:19090/query?g0.expr=up&g0.tab=graph&g0.range_input=15m, and logs/',
    'http://127.0.0.1:19090/api/v1/query?query=up, and logs/',
  ],
  ['http://127.0.0.1:19090/rules, logs/p.log', 'http://127.0.0.1:19090/api/v1/rules, logs/p.log'],
  ['http://127.0.0.1:19090/config', 'http://127.0.0.1:19090/api/v1/status/config'],
  ['http://127.0.0.1:19090/api/v1/query', 'http://127.0.0.1:19090/api/v1/query'],
  ['http://127.0.0.1:19093/#/alerts, src/query.ts', 'http://127.0.0.1:19093/#/alerts, src/query.ts'],
] as const)('%s - when there are no pages - then it is %s', ([page, asked]) => {
  expect(withPages(page, 'native', SETTINGS)).toBe(asked);
  expect(withPages(page, 'docker', SETTINGS)).toBe(page);
});
