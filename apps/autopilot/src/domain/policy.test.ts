import { readFileSync } from 'node:fs';
import { ALERT_GROUPS } from '@lab/catalogue/alerts';
import { DRILL, PRODUCTION } from '@lab/slo';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { testPolicy } from '../../test/autopilot-app.ts';
import { loadPolicy, rulesFor } from './policy.ts';

const COMMITTED = readFileSync(new URL('../../../../infra/autopilot/policy.yaml', import.meta.url), 'utf8');

describe('the committed policy', () => {
  test('when it is read - then every alert that it names is one of the catalogue', () => {
    const known = new Set(ALERT_GROUPS.flatMap(({ alerts }) => alerts.map(({ name }) => name)));
    const named = loadPolicy(COMMITTED, PRODUCTION).rules.flatMap(({ alerts }) => [...(alerts ?? [])]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('when the timing is that of a drill - then every duration is a sixtieth, and nothing else differs', () => {
    const production = loadPolicy(COMMITTED, PRODUCTION);
    const drill = loadPolicy(COMMITTED, DRILL);
    expect(drill.rollout.holdMs).toBe(production.rollout.holdMs / 60);
    expect(drill.actions.retrain.cooldownMs).toBe(production.actions.retrain.cooldownMs / 60);
    expect(drill.dayMs).toBe(production.dayMs / 60);
    expect(drill.retraining.minimumRows).toBe(production.retraining.minimumRows);
  });

  test('when a canary is worse - then an incident is opened and the canary goes, whatever else is critical', () => {
    const labels = { alertname: 'CanaryWorseThanChampion', severity: 'critical' };
    const actions = rulesFor(loadPolicy(COMMITTED, PRODUCTION), labels).flatMap((rule) => rule.actions);
    expect(actions.slice(0, 2)).toEqual(['open_incident', 'rollback_canary']);
  });
});

describe('loadPolicy', () => {
  test('when several things are wrong - then all of them are told at once', () => {
    const wrong = testPolicy({
      stale_after: 'soon',
      rules: [
        { name: 'same', actions: ['retrain'] },
        { name: 'same', alerts: ['TargetDown'], actions: ['retrain'], sustained_for: '5 minutes' },
      ],
      rollout: { steps: [50, 10], hold: '1m', patience: '1h', minimum_predictions: 0 },
    });
    expect(() => loadPolicy(stringify(wrong), PRODUCTION)).toThrow(
      /names neither alerts nor severities[\s\S]*"same" is taken[\s\S]*steps must rise[\s\S]*stale_after[\s\S]*sustained_for/,
    );
  });

  test('when a property is unknown or an action missing - then it is named: a misspelt guard must not be none', () => {
    const { promote: _missing, ...actions } = testPolicy().actions;
    expect(() => loadPolicy(stringify(testPolicy({ actions })), PRODUCTION)).toThrow(/promote/);
    expect(() => loadPolicy(stringify(testPolicy({ aproval: true })), PRODUCTION)).toThrow(/\//);
  });
});
