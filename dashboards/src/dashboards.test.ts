import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type { Dataquery as PromQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import * as catalogue from '@lab/catalogue';
import { EVERY_ALERT } from '@lab/catalogue/alerts';
import * as external from '@lab/catalogue/external';
import { metricNames } from '@lab/catalogue/promql';
import { RECORDING_RULE_GROUPS } from '@lab/catalogue/rules';
import { describe, expect, test } from 'vitest';
import { dashboardQueries, dashboards } from './index.ts';
import { MAY_BE_EMPTY } from './may-be-empty.ts';
import { panelsOf } from './queries-of.ts';

const boards = dashboards();
const named = boards.map((board) => [board.uid ?? '', board] as const);
const queries = dashboardQueries();
const where = ({ dashboard, panel }: { dashboard: string; panel: string }) => `${dashboard}/${panel}`;
const panels = boards.flatMap((board) =>
  panelsOf(board).map((panel) => [`${board.uid}/${panel.title}`, panel] as const),
);

const COLUMNS = 24;
const SUFFIX = /_(?:bucket|sum|count)$/;

const knownNames = new Set(
  [
    ...Object.values<unknown>(catalogue),
    ...Object.values<unknown>(external),
    ...RECORDING_RULE_GROUPS.flatMap(({ rules }) => rules),
  ]
    .filter(
      (value): value is { name: string } => typeof value === 'object' && value !== null && 'name' in value,
    )
    .map(({ name }) => name),
);

describe('dashboards', () => {
  test('dashboards - when they are listed - then uids and titles are unique', () => {
    expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
    expect(new Set(boards.map(({ title }) => title)).size).toBe(boards.length);
    expect(boards.length).toBeGreaterThanOrEqual(8);
  });

  test.each(named)(
    '%s - when it is opened - then it is described, tagged and cannot be edited',
    (_uid, board) => {
      expect(board.description).toMatch(/\.$/);
      expect(board.tags).toContain('lab');
      expect(board.editable).toBe(false);
      expect(board.schemaVersion).toBeGreaterThanOrEqual(42);
    },
  );

  test.each(named)('%s - when its panels are listed - then titles and ids are unique', (_uid, board) => {
    const titles = panelsOf(board).map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    const ids = (board.panels ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(named)(
    '%s - when its panels are placed - then all fit and none lies on another',
    (_uid, board) => {
      const taken = new Map<string, string>();
      for (const { gridPos, title = '' } of board.panels ?? []) {
        const { x = 0, y = 0, w = 0, h = 0 } = gridPos ?? {};
        expect([title, x + w <= COLUMNS && w > 0 && h > 0]).toEqual([title, true]);
        for (let column = x; column < x + w; column += 1) {
          for (let line = y; line < y + h; line += 1) {
            expect([title, taken.get(`${column},${line}`)]).toEqual([title, undefined]);
            taken.set(`${column},${line}`, title);
          }
        }
      }
    },
  );

  test.each(panels)(
    '%s - when it is read - then it has a description, a unit, a datasource and a query',
    (_name, panel) => {
      expect(panel.description).toMatch(/^[A-Z0-9"].*[^.]\.$/s);
      expect(panel.fieldConfig?.defaults?.unit).toBeTruthy();
      expect(['prometheus', 'loki', 'tempo']).toContain(panel.datasource?.uid);
      expect(panel.targets?.length).toBeGreaterThan(0);
    },
  );

  test.each(panels)(
    '%s - when it asks - then the datasource of the panel answers, and each query has its own letter',
    (_name, panel) => {
      for (const target of (panel.targets ?? []) as { datasource?: { uid?: string } }[]) {
        expect(target.datasource?.uid).toBe(panel.datasource?.uid);
      }
      const letters = (panel.targets ?? []).map((target) => (target as { refId?: string }).refId);
      expect(letters).toEqual(['A', 'B', 'C', 'D'].slice(0, letters.length));
    },
  );

  test.each(panels.filter(([, panel]) => JSON.stringify(panel.targets).includes('histogram_quantile')))(
    '%s - when it shows a latency - then its dots lead to traces',
    (_name, panel) => {
      const targets = (panel.targets ?? []) as readonly (cog.Dataquery & Partial<PromQuery>)[];
      const withDots = targets.filter(({ exemplar }) => exemplar);
      expect(withDots).toHaveLength(1);
      // Exemplars belong to buckets; a recorded percentile has none.
      for (const { expr } of withDots) expect(expr).toContain('_bucket');
    },
  );

  test.each(
    queries
      .filter(({ datasource }) => datasource === 'prometheus')
      .map((query) => [where(query), query] as const),
  )('%s - when it asks Prometheus - then every metric is defined in the catalogue', (_name, { expr }) => {
    const names = metricNames(expr);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(knownNames.has(name) || knownNames.has(name.replace(SUFFIX, '')) ? 'defined' : name).toBe(
        'defined',
      );
    }
  });

  test.each(queries.map((query) => [where(query), query] as const))(
    '%s - when its variables are filled in - then none is left',
    (_name, { expr }) => {
      expect(expr).not.toMatch(/\$(?!\d)/);
      expect(expr).not.toBe('');
    },
  );

  test.each(Object.keys(MAY_BE_EMPTY))('%s - when it is excused - then it exists', (name) => {
    expect(queries.map(where)).toContain(name);
  });

  test.each(EVERY_ALERT.map((alert) => [alert.name, alert.panel] as const))(
    '%s - when it names a panel - then the panel exists',
    (_name, panel) => {
      const titles = panels.map(([name]) => name);
      expect(titles, `no panel ${where(panel)}: draw it, or name one that shows the same`).toContain(
        where(panel),
      );
    },
  );
});
