import { expect, test } from 'vitest';
import { runQueries } from './live-check.ts';

/** Port 9 (discard): nothing listens there. */
const NOWHERE = { prometheus: 'http://127.0.0.1:9', loki: 'http://127.0.0.1:9' };
const query = { dashboard: 'board', panel: 'Panel', expr: 'up' };

test('live check - when an engine is not there - then each of its queries is an error, and the check goes on', async () => {
  const outcomes = await runQueries(NOWHERE, [
    { ...query, datasource: 'prometheus' },
    { ...query, datasource: 'loki', mayBeEmpty: 'nothing need be there' },
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['error', 'error']);
});

test('live check - when a lab has no Tempo - then its queries and those about it are skipped', async () => {
  const outcomes = await runQueries(NOWHERE, [
    { ...query, datasource: 'tempo', expr: '{}' },
    { ...query, datasource: 'prometheus', expr: 'sum(rate(tempo_distributor_spans_received_total[1m]))' },
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
});

test('live check - when a query names no known datasource - then it is an error', async () => {
  const [outcome] = await runQueries(NOWHERE, [{ ...query, datasource: 'elsewhere' }]);
  expect(outcome).toMatchObject({ outcome: 'error', message: 'no such datasource: elsewhere' });
});
