import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderProof } from '../render/runbook-proof.ts';
import { ALERT_GROUPS, ELSEWHERE_GROUPS, EVERY_ALERT, LOG_ALERT_GROUPS, runbookPath } from './index.ts';
import { ALERT_SCENARIOS } from './scenarios/index.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const named = EVERY_ALERT.map((alert) => [alert.name, alert] as const);
const overMetrics = [...ALERT_GROUPS, ...ELSEWHERE_GROUPS].flatMap(({ alerts }) => alerts);
/** Its whole point is to be there, so it neither waits, nor resolves, nor stays silent. */
const ALWAYS_FIRING = ['Watchdog'];

describe('alerts', () => {
  test('names - when all groups are read - then none is given twice', () => {
    const groups = [...ALERT_GROUPS, ...LOG_ALERT_GROUPS, ...ELSEWHERE_GROUPS];
    expect(new Set(EVERY_ALERT.map(({ name }) => name)).size).toBe(EVERY_ALERT.length);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    expect(EVERY_ALERT.length).toBeGreaterThan(50);
  });

  test.each(named)('%s - when its runbook is opened - then it is a complete page', (name) => {
    const path = `${root}/${runbookPath(name)}`;
    expect(
      existsSync(path),
      `write ${runbookPath(name)}: docs/runbooks/HighErrorRate.md is one to copy`,
    ).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'How it was proven']);
    expect(page).toMatch(/```(?:promql|logql)\n/);
    expect(page.endsWith(renderProof(name)), 'npm run generate').toBe(true);
  });

  test('runbooks - when the folder is listed - then no page is left of an alert that is gone', () => {
    const pages = globSync('docs/runbooks/*.md', { cwd: root }).map((path) => basename(path, '.md'));
    const ofAlerts = EVERY_ALERT.map(({ name }) => name);
    expect(pages.filter((page) => page !== 'README' && !ofAlerts.includes(page))).toEqual([]);
  });

  test.each(overMetrics.map((alert) => [alert.name, alert] as const))(
    '%s - when it is tested - then it fires, waits, resolves and stays silent',
    (name, alert) => {
      const scenarios = ALERT_SCENARIOS.filter((scenario) => scenario.alert.name === name);
      expect(scenarios.length).toBeGreaterThan(0);
      if (ALWAYS_FIRING.includes(name)) return;
      for (const { fires, staysSilent = [] } of scenarios) {
        expect(fires.resolvedAt).toBeDefined();
        expect(staysSilent.length).toBeGreaterThan(0);
        expect(fires.pendingAt !== undefined).toBe(alert.for !== '0s');
      }
    },
  );
});
