import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery as PromQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { EVERY_ALERT } from '@lab/catalogue/alerts';
import { FAULTS } from '@lab/catalogue/faults';
import { describe, expect, test } from 'vitest';
import { dashboardQueries, dashboards, panelsWaitingForFaults } from './index.ts';
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

describe('dashboards', () => {
  test('dashboards - when they are listed - then uids and titles are unique', () => {
    expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
    expect(new Set(boards.map(({ title }) => title)).size).toBe(boards.length);
    expect(boards.length).toBeGreaterThanOrEqual(16);
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
    '%s - when it asks - then the datasource of the panel answers, and each query has its own letter',
    (_name, panel) => {
      for (const target of (panel.targets ?? []) as { datasource?: { uid?: string } }[]) {
        expect(target.datasource?.uid).toBe(panel.datasource?.uid);
      }
      const letters = (panel.targets ?? []).map((target) => (target as { refId?: string }).refId);
      expect(letters).toEqual(['A', 'B', 'C', 'D', 'E', 'F'].slice(0, letters.length));
    },
  );

  test.each(panels.filter(([, panel]) => JSON.stringify(panel.targets ?? []).includes('histogram_quantile')))(
    '%s - when it shows a latency - then its dots lead to traces',
    (_name, panel) => {
      const targets = (panel.targets ?? []) as readonly (cog.Dataquery & Partial<PromQuery>)[];
      const withDots = targets.filter(({ exemplar }) => exemplar);
      expect(withDots).toHaveLength(1);
      // Exemplars belong to buckets; a recorded percentile has none.
      for (const { expr } of withDots) expect(expr).toContain('_bucket');
    },
  );

  test.each(queries.map((query) => [where(query), query] as const))(
    '%s - when its variables are filled in - then none is left',
    (_name, { expr }) => {
      expect(expr).not.toMatch(/\$(?!\d)/);
      expect(expr).not.toBe('');
    },
  );

  test.each(Object.keys(MAY_BE_EMPTY))('%s - when it waits for a fault - then it exists', (name) => {
    expect(queries.map(where), `no panel ${name}: correct its name in src/may-be-empty.ts`).toContain(name);
  });

  test('panels that wait for faults - when the drill asks for them - then each names a fault that can be drilled', () => {
    const waiting = panelsWaitingForFaults();
    expect(new Set(waiting.map(where))).toEqual(new Set(Object.keys(MAY_BE_EMPTY)));
    const faults = FAULTS.map(({ name }) => name);
    for (const { fault, query } of waiting) {
      expect(faults).toContain(fault);
      expect(query.expr).not.toBe('');
    }
  });

  test.each(named)(
    '%s - when it is opened - then it says what happened, and leads to all others',
    (_uid, board) => {
      const happened = (board.annotations?.list ?? []).map(({ name }) => name);
      expect(happened).toEqual(['Deployments', 'Models loaded', 'Alerts', 'Drills', 'Autopilot']);
      expect(board.links?.map(({ type, tags }) => [type, tags])).toEqual([['dashboards', ['lab']]]);
    },
  );

  test('home - when it is opened - then it lists every dashboard', () => {
    const home = boards.find(({ uid }) => uid === 'lab-overview');
    const lists = (home?.panels ?? []).filter(({ type }) => type === 'dashlist');
    expect(lists.map((list) => (list as dashboard.Panel).options)).toEqual([
      expect.objectContaining({ tags: ['lab'], showSearch: true }),
    ]);
    for (const { tags } of boards) expect(tags).toContain('lab');
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
