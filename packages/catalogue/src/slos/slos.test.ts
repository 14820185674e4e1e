import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineTools } from '@lab/engine-clients/testing';
import { checkSpecs, sloId, sloRuleGroups } from '@lab/slo';
import { PRODUCTION } from '@lab/slo/timing';
import { describe, expect, test } from 'vitest';
import { EVERY_ALERT, errorBudgetBurn, runbookPath } from '../alerts/index.ts';
import * as catalogue from '../index.ts';
import { metricNames } from '../promql-names.ts';
import { RETENTION, SLOS } from './index.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const promtool = engineTools(['promtool'])?.promtool;
const prometheusConfig = readFileSync(join(root, 'infra/prometheus/prometheus.yml'), 'utf8');

const runbook = readFileSync(join(root, runbookPath(errorBudgetBurn.name)), 'utf8');

const names = new Set(
  Object.values<unknown>(catalogue).flatMap((value) =>
    typeof value === 'object' && value !== null && 'name' in value ? [String(value.name)] : [],
  ),
);

async function runPromtool(
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly output: string }> {
  const child = spawn(promtool ?? '', args, { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output };
}

describe("the lab's objectives", () => {
  test('all of them - when they are checked - then each can fire and can be remembered', () => {
    expect(() => checkSpecs(SLOS, { retention: RETENTION })).not.toThrow();
    expect(SLOS.map(sloId)).toHaveLength(8);
  });

  test('retention and intervals - when prometheus.yml is read - then the guards know the same', () => {
    expect(prometheusConfig).toContain(`retention: { time: ${RETENTION} }`);
    expect(prometheusConfig).toContain(`evaluation_interval: ${PRODUCTION.evaluationInterval}\n`);
    expect(prometheusConfig).toMatch(
      new RegExp(`job_name: inference\\n\\s+scrape_interval: ${PRODUCTION.scrapeInterval}\\n`),
    );
  });

  test.each(SLOS.map((spec) => [sloId(spec), spec] as const))(
    '%s - when its rules read metrics - then all are in the catalogue or recorded by itself',
    (_id, spec) => {
      const rules = sloRuleGroups(spec, PRODUCTION).flatMap((group) => group.rules);
      const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
      const read = rules.flatMap((rule) => metricNames(rule.expr));
      const unknown = read.filter(
        (name) =>
          !recorded.has(name) && !names.has(name) && !names.has(name.replace(/_(?:bucket|count)$/, '')),
      );
      expect(unknown).toEqual([]);
      expect(read.length).toBeGreaterThan(10);
    },
  );

  test('runbook - when the alert leads to it - then it names no other alert than exist', () => {
    const alerts = EVERY_ALERT.map(({ name }) => name);
    const named = [...runbook.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => name !== undefined && !alerts.includes(name))).toEqual([]);
  });

  test.skipIf(!promtool)(
    'runbook - when its queries are parsed - then Prometheus understands each',
    async () => {
      const queries = [...runbook.matchAll(/^```promql\n(.+?)\n```$/gms)].map(([, query = '']) => query);
      expect(queries.length).toBeGreaterThan(5);
      for (const query of queries) {
        const { status, output } = await runPromtool('--experimental', 'promql', 'format', query);
        expect(status, output).toBe(0);
      }
    },
  );

  test.skipIf(!promtool).each(SLOS.map(sloId))(
    '%s - when promtool runs its unit tests - then each pair fires and resolves, and quiet is quiet',
    async (id) => {
      for (const kind of ['pairs', 'behaviour']) {
        const file = join('infra/prometheus/tests/generated/slos', `${id}.${kind}.test.yml`);
        expect(existsSync(join(root, file))).toBe(true);
        const { status, output } = await runPromtool('test', 'rules', file);
        expect(status, output).toBe(0);
      }
    },
    90_000,
  );
});
