import { describe, expect, test } from 'vitest';
import { ALERT_GROUPS } from '../alerts/index.ts';
import { budgetAlerts, SLOS } from '../slos/index.ts';
import { CAUSATIONS, inhibitRules } from './inhibition.ts';

interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}
const rules = inhibitRules() as unknown as InhibitRule[];
const alerts = [...ALERT_GROUPS.flatMap((group) => group.alerts), ...SLOS.flatMap(budgetAlerts)];

/** Whether labels match, as the Alertmanager reads a matcher: a label that is missing is empty. */
function matches(labels: Readonly<Record<string, string>>, matchers: readonly string[]): boolean {
  return matchers.every((text) => {
    const [, name = '', operator, value = ''] = /^(\w+) (=~|!=|=) "(.*)"$/.exec(text) ?? [];
    if (operator === undefined) throw new Error(`cannot read ${text}`);
    const own = labels[name] ?? '';
    if (operator === '=~') return new RegExp(`^(?:${value})$`).test(own);
    return operator === '=' ? own === value : own !== value;
  });
}

describe('inhibition', () => {
  test.each(
    alerts.map(({ name, severity, team, labels }) => [name, { alertname: name, severity, team, ...labels }]),
  )(
    '%s - when it fires for any service or none - then no rule has it as source and as target',
    (_name, labels) => {
      for (const service of [
        labels,
        { ...labels, service: 'collector' },
        { ...labels, service: 'inference' },
      ])
        for (const rule of rules)
          expect(matches(service, rule.source_matchers) && matches(service, rule.target_matchers)).toBe(
            false,
          );
    },
  );

  test('Watchdog - when anything fires - then nothing inhibits it: its silence would mean something else', () => {
    const watchdog = { alertname: 'Watchdog', severity: 'none', team: 'infrastructure' };
    for (const { target_matchers } of rules) expect(matches(watchdog, target_matchers)).toBe(false);
  });

  test.each(
    CAUSATIONS.map(
      (causation) => [`${causation.cause.alertname} of ${causation.cause.service}`, causation] as const,
    ),
  )(
    '%s - when it is named as a cause - then it and its symptoms are alerts of the catalogue, and no symptom pages',
    (_name, { cause, symptoms }) => {
      const find = (wanted: string) => alerts.find(({ name }) => name === wanted);
      expect(find(cause.alertname)).toBeDefined();
      for (const symptom of symptoms) {
        expect([symptom, find(symptom)?.severity]).toEqual([
          symptom,
          expect.stringMatching(/^(warning|info)$/),
        ]);
      }
    },
  );
});
