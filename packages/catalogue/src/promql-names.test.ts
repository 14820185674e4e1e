import { expect, test } from 'vitest';
import { metricNames } from './promql-names.ts';

test.each([
  ['up', ['up']],
  ['avg by (job, service) (up) < 1', ['up']],
  ['sum(rate(a_total{b="c_d",e=~"f}"}[5m])) / (sum by (x) (rate(g:h:i[5m])) > 0)', ['a_total', 'g:h:i']],
  ['max by (gpu) ((DCGM_FI < 1e9)) * 1048576 or 0 * DCGM_FI', ['DCGM_FI']],
  ['label_replace(a, "to", "$1", "from", "(.+)") * on (x) group_left (y) b unless c', ['a', 'b', 'c']],
  ['rate(a[$__rate_interval])', ['a']],
  ['vector(1)', []],
])('metric names - when %s is read - then they are %j', (expression, names) => {
  expect(metricNames(expression)).toEqual(names);
});
