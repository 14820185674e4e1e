import { EVERY_ALERT } from '@lab/catalogue/alerts';
import { expect, test } from 'vitest';
import { queriesOfRunbook, runbookQueries } from './runbook-queries.ts';

test('runbook - when it has fenced queries - then each is asked of its own engine and the rest is not', () => {
  const page = '# A\n\n```promql\nup\n== 0\n```\n\ntext `up`\n\n```logql\n{a="b"}\n```\n\n```sh\nrm\n```\n';
  expect(queriesOfRunbook('A', page).map(({ datasource, expr }) => [datasource, expr])).toEqual([
    ['prometheus', 'up\n== 0'],
    ['loki', '{a="b"}'],
  ]);
});

test('runbooks - when all are read - then every alert has something to ask', () => {
  const asked = new Set(runbookQueries().map(({ panel }) => panel));
  expect([...asked].sort()).toEqual(EVERY_ALERT.map(({ name }) => name).sort());
});
