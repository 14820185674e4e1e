import { describe, expect, test } from 'vitest';
import { ALERT_GROUPS, errorBudgetBurn, LOG_ALERT_GROUPS } from '../alerts/index.ts';
import { FAULTS } from './index.ts';

const ALERTS = [
  ...[...ALERT_GROUPS, ...LOG_ALERT_GROUPS].flatMap(({ alerts }) => alerts.map(({ name }) => name)),
  errorBudgetBurn.name,
];
const known = new Set(ALERTS);
/** `ErrorBudgetBurn availability page` names the objective and its urgency too. */
const nameOf = (alert: string): string => alert.split(' ')[0] ?? alert;

/** Alerts that no fault sets off, with the reason. */
const WITHOUT_FAULT: Readonly<Record<string, string>> = {
  Watchdog: 'it always fires; the drill frozen-alertmanager proves what its absence does',
  InfoInhibitor: 'it fires with every lone alert of severity info',
};

describe('faults', () => {
  test('faults - when they are listed - then no name is given twice', () => {
    const names = FAULTS.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  test('alerts - when one is added - then a fault sets it off, or it says why none can', () => {
    const expected = new Set(FAULTS.flatMap(({ expects }) => expects.map(({ alert }) => nameOf(alert))));
    const unproven = ALERTS.filter((name) => !expected.has(name) && !(name in WITHOUT_FAULT));
    expect(unproven, 'add a fault to packages/catalogue/src/faults that makes each of these fire').toEqual(
      [],
    );
    expect(Object.keys(WITHOUT_FAULT).filter((name) => expected.has(name))).toEqual([]);
  });

  test.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s - when it names alerts - then they exist, and none is both expected and ruled out',
    (_name, { expects, mayFire = [], mustNotFire = [] }) => {
      const names = [...expects.map(({ alert }) => nameOf(alert)), ...mayFire, ...mustNotFire];
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      const allowed = new Set([...expects.map(({ alert }) => alert), ...mayFire]);
      expect(mustNotFire.filter((name) => allowed.has(name))).toEqual([]);
      expect(expects.length).toBeGreaterThan(0);
    },
  );

  test.each(FAULTS.flatMap((fault) => (fault.loop === undefined ? [] : [[fault.name, fault] as const])))(
    '%s - when the autopilot has a remedy - then an alert that the fault sets off begins it',
    (_name, { loop, expects }) => {
      expect(loop?.alerts.filter((name) => !known.has(name))).toEqual([]);
      expect(loop?.alerts.some((name) => expects.some(({ alert }) => alert === name))).toBe(true);
    },
  );
});
