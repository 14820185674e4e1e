import { describe, expect, test } from 'vitest';
import * as external from '../external/index.ts';
import * as catalogue from '../index.ts';
import { metricNames } from '../promql-names.ts';
import { RECORDING_RULE_GROUPS } from './index.ts';

const rules = RECORDING_RULE_GROUPS.flatMap((group) => group.rules);
const named = rules.map((rule) => [rule.name, rule] as const);

/** Names that dashboards and alerts elsewhere ask for, and that no exporter here measures. */
const NAMES_OF_OTHERS = [
  'ml_gpu_utilization_percent',
  'nvidia_gpu_utilization_gpu',
  'nvidia_gpu_memory_free_bytes',
  'nvidia_gpu_memory_total_bytes',
];
const SUFFIX = /_(?:bucket|sum|count)$/;

const known = new Set(
  [...Object.values<unknown>(catalogue), ...Object.values<unknown>(external), ...rules]
    .filter(
      (value): value is { name: string } => typeof value === 'object' && value !== null && 'name' in value,
    )
    .map(({ name }) => name),
);

describe('recording rules', () => {
  test('names - when all groups are read - then none is given twice', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  test.each(named)('%s - when it is named - then it says level, metric and operations', (name) => {
    if (NAMES_OF_OTHERS.includes(name)) return expect(name).toMatch(/^[a-z_]+$/);
    return expect(name).toMatch(
      /^[a-z_]+:[a-z_]+:(?:(?:p\d\d_|ratio_)?rate5m|(?:ratio_)?increase1h|ratio|budget|price)$/,
    );
  });

  test.each(named)('%s - when its expression is read - then every metric in it is defined', (_name, rule) => {
    const metrics = metricNames(rule.expression);
    // A budget or a price is a number that we set.
    if (!/:(?:budget|price)$/.test(rule.name)) expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect(known).toContain(metric.replace(SUFFIX, ''));
  });

  test('order - when a rule uses another of its group - then the other stands above it', () => {
    for (const { rules: group } of RECORDING_RULE_GROUPS) {
      group.forEach((rule, index) => {
        for (const later of group.slice(index)) expect(rule.expression).not.toContain(later.name);
      });
    }
  });
});
