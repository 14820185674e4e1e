import { SLOS } from '@lab/catalogue/slos';
import { sloRuleGroups } from '@lab/slo';
import { PRODUCTION } from '@lab/slo/timing';
import { expect, test } from 'vitest';
import { COMMON_WINDOWS, SLO_SERIES } from './slo-series.ts';

const rules = SLOS.flatMap((slo) => sloRuleGroups(slo, PRODUCTION)).flatMap((group) => group.rules);

test('series of objectives - when the rules are rendered - then each is recorded with these labels', () => {
  for (const { name, labels } of SLO_SERIES) {
    const recorded = rules.filter((rule) => 'record' in rule && rule.record === name);
    expect([name, recorded.length > 0]).toEqual([name, true]);
    for (const label of Object.keys(labels)) expect(Object.keys(recorded[0]?.labels ?? {})).toContain(label);
  }
});

test('windows - when a panel asks for each - then every objective records it', () => {
  expect(COMMON_WINDOWS.length).toBeGreaterThanOrEqual(3);
  for (const window of COMMON_WINDOWS) {
    const recorded = rules.filter((rule) => 'record' in rule && rule.labels.sloth_window === window);
    expect([window, new Set(recorded.map(({ labels }) => labels.sloth_id)).size]).toEqual([
      window,
      SLOS.length,
    ]);
  }
});
