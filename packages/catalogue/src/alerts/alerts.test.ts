import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ALERT_GROUPS, runbookPath } from './index.ts';
import { ALERT_SCENARIOS } from './scenarios/index.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const alerts = ALERT_GROUPS.flatMap((group) => group.alerts);
const named = alerts.map((alert) => [alert.name, alert] as const);
/** Its whole point is to be there, so it neither waits, nor resolves, nor stays silent. */
const ALWAYS_FIRING = ['Watchdog'];

describe('alerts', () => {
  test('names - when all groups are read - then none is given twice', () => {
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
    expect(new Set(ALERT_GROUPS.map(({ name }) => name)).size).toBe(ALERT_GROUPS.length);
  });

  test.each(named)('%s - when it is named - then it is one CamelCase word', (name) => {
    expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  test.each(named)('%s - when it is grouped - then its summary is constant', (_name, { summary }) => {
    expect(summary).not.toContain('{{');
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
  });

  test.each(named.filter(([name]) => !ALWAYS_FIRING.includes(name)))(
    '%s - when it fires - then its description says what and where',
    (_name, { description }) => {
      expect(description).toMatch(/\{\{ \$labels\.\w+ \}\}/);
      expect(description).toMatch(/\.$/);
    },
  );

  test.each(named)('%s - when its runbook is opened - then it is a complete page', (name) => {
    const path = `${root}/${runbookPath(name)}`;
    expect(existsSync(path)).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation']);
    expect(page).toMatch(/```(?:promql|logql)\n/);
  });

  test.each(named)(
    '%s - when it is tested - then it fires, waits, resolves and stays silent',
    (name, alert) => {
      const scenarios = ALERT_SCENARIOS.filter((scenario) => scenario.alert.name === name);
      expect(scenarios.length).toBeGreaterThan(0);
      if (ALWAYS_FIRING.includes(name)) return;
      for (const { fires, staysSilent } of scenarios) {
        expect(fires.resolvedAt).toBeDefined();
        expect(staysSilent).toBeDefined();
        expect(fires.pendingAt !== undefined).toBe(alert.for !== '0s');
      }
    },
  );
});
