/** What a grammar cannot know, Prometheus' own checker does: types, arguments, what an offset may follow. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineTools } from '@lab/engine-clients/testing';
import { afterAll, expect, test } from 'vitest';
import { dashboardQueries, runbookQueries } from '../index.ts';
import type { DashboardQuery } from '../queries-of.ts';

const promtool = engineTools(['promtool'])?.promtool;
const folder = mkdtempSync(join(tmpdir(), 'panel-queries-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All queries as rules of one file (JSON is YAML): one process reads them all, and names the place of each mistake. */
function check(queries: readonly DashboardQuery[]): string {
  const rules = queries.map(({ dashboard, panel, expr }, index) => ({
    record: `panel:query:${index}`,
    expr,
    labels: { asked_by: `${dashboard}/${panel}` },
  }));
  const file = join(folder, 'queries.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
  const { status, stdout, stderr } = spawnSync(promtool ?? '', ['check', 'rules', '--lint=none', file], {
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const asked = [...dashboardQueries(), ...runbookQueries()].filter(
  ({ datasource }) => datasource === 'prometheus',
);

test.skipIf(!promtool)(
  'every query - when promtool checks it - then it is PromQL that can be evaluated',
  () => {
    expect(asked.length).toBeGreaterThan(300);
    expect(check(asked)).toBe('');
  },
);

test.skipIf(!promtool)(
  'a query of a right form and a wrong type - when promtool checks it - then it is refused',
  () => {
    const query = { dashboard: 'a', panel: 'b', datasource: 'prometheus', expr: 'count(up) offset 1m' };
    expect(check([query])).toContain('offset modifier must be preceded by');
  },
);
