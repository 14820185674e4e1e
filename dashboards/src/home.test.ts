/** Grafana's own files name a dashboard and the folder of all: neither breaks a type check when it moves. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { labOverview } from './dashboards/lab-overview.ts';
import { panelsOf } from './queries-of.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

test('home - when somebody signs in - then Grafana opens the overview, from the folder that it provisions', () => {
  const home = /^default_home_dashboard_path = \$__env\{(\w+)\}\/(.+)$/m.exec(
    read('infra/grafana/grafana.ini'),
  );
  expect(home?.[2]).toBe(`${labOverview().uid}.json`);
  expect(existsSync(`${root}/infra/grafana/dashboards/${home?.[2]}`)).toBe(true);
  expect(read('infra/grafana/provisioning/dashboards/lab.yaml')).toContain(`path: $${home?.[1]}\n`);
  expect(read('compose.yaml')).toContain(`${home?.[1]}: /etc/grafana/lab/dashboards\n`);
  expect(read('compose.yaml')).toContain('- ./infra/grafana:/etc/grafana/lab:ro\n');
});

test('home - when it is opened - then it shows how much is predicted and how much of it was right', () => {
  const titles = panelsOf(labOverview()).map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(['Predictions per second', 'Model accuracy']));
});
