/** The simulated past in a real Prometheus: what was written as recorded is what the rules would have recorded. */

import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SLOS } from '@lab/catalogue/slos';
import { fetchJson, PrometheusApi } from '@lab/engine-clients';
import { type SloRecordingRule, sloId, sloRuleGroups } from '@lab/slo';
import { PRODUCTION } from '@lab/slo/timing';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readBudgets } from '../budget/read-budgets.ts';
import { PROMETHEUS_TOOLS, startPrometheus } from '../testing/prometheus.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { oldestSample, simulatedMinutes } from './existing-data.ts';
import { BlockStaging, moveBlocks } from './install-blocks.ts';
import type { Promtool } from './prometheus-of-lab.ts';
import { writeBlocks } from './write-blocks.ts';

const DAYS = 4;
const FEATURES = ['amount', 'hour_of_day', 'card_present'];

const promtoolIn =
  (folder: string): Promtool =>
  async (args) => {
    await execa(PROMETHEUS_TOOLS?.promtool ?? '', args, { cwd: folder });
  };

function planOf(days: number) {
  const to = Math.floor(Date.now() / 60_000) + 1;
  return { from: to - days * 1440, to, seed: 58, features: FEATURES };
}

async function valueAt(prometheus: string, expr: string, minute: number): Promise<number | undefined> {
  type Answer = { data: { result: { value: [number, string] }[] } };
  const query = new URLSearchParams({ query: expr, time: String(minute * 60) });
  const { data } = await fetchJson<Answer>(`${prometheus}/api/v1/query?${query}`);
  expect(data.result.length).toBeLessThanOrEqual(1);
  const [only] = data.result;
  return only === undefined ? undefined : Number(only.value[1]);
}

const rulesOf = (spec: (typeof SLOS)[number]): readonly SloRecordingRule[] =>
  sloRuleGroups(spec, PRODUCTION)
    .flatMap(({ rules }) => rules)
    .filter((rule): rule is SloRecordingRule => 'record' in rule);

describe.skipIf(PROMETHEUS_TOOLS === undefined)('the simulated past', { timeout: 180_000 }, () => {
  test('blocks - when Prometheus reads them - then it holds every minute, recorded as the rules would have', async () => {
    const folder = tempDir();
    const plan = planOf(DAYS);
    const staging = new BlockStaging(join(folder, 'history'));
    staging.begin();
    const pieces: number[] = [];
    await writeBlocks(plan, {
      promtool: promtoolIn(staging.folder),
      folder: staging.folder,
      onPiece: (done) => pieces.push(done),
    });
    expect(pieces.length).toBeGreaterThan(1);
    mkdirSync(join(folder, 'data'));
    expect(readdirSync(staging.blocks)).toHaveLength(pieces.length);
    moveBlocks(staging.blocks, join(folder, 'data'));

    const prometheus = await startPrometheus(folder);
    expect(await simulatedMinutes(prometheus)).toBe(plan.to - plan.from);
    expect(await oldestSample(prometheus)).toBe(plan.from * 60_000);

    // Multiples of four, where ratios were written too; far enough from the start for every window to be as young as in the rules.
    const moments = Array.from({ length: 24 }, (_, index) => {
      const minute = plan.from + 300 + Math.floor((index * (plan.to - plan.from - 310)) / 24);
      return minute - (minute % 4);
    });
    let compared = 0;
    const nearZero: string[] = [];
    for (const spec of SLOS) {
      for (const rule of rulesOf(spec)) {
        const labels = Object.entries(rule.labels).map(([label, value]) => `${label}="${value}"`);
        const recorded = `${rule.record}{${labels.join(',')}}`;
        for (const minute of moments) {
          const [written, ruled] = await Promise.all([
            valueAt(prometheus, recorded, minute),
            valueAt(prometheus, rule.expr, minute),
          ]);
          const where = `${recorded} at minute ${minute}`;
          expect(written, where).toBeDefined();
          compared += 1;
          if (Math.abs((written ?? Number.NaN) - (ruled ?? Number.NaN)) < 1e-9 * Math.max(1, ruled ?? 0))
            continue;
          // Prometheus does not extrapolate a counter below zero, so one that has just begun to rise is up to a fifth less.
          expect(ruled, `${where}: ${written} and ${ruled}`).toBeGreaterThanOrEqual(0.79 * (written ?? 0));
          expect(ruled, `${where}: ${written} and ${ruled}`).toBeLessThanOrEqual(1.26 * (written ?? 0));
          nearZero.push(where);
        }
      }
    }
    expect(nearZero.length, nearZero.join('\n')).toBeLessThan(0.02 * compared);
  });

  test('budgets - when the past is there - then every objective has one, and not all are full', async () => {
    const folder = tempDir();
    const plan = planOf(8);
    const staging = new BlockStaging(join(folder, 'history'));
    staging.begin();
    await writeBlocks(plan, {
      promtool: promtoolIn(staging.folder),
      folder: staging.folder,
      onPiece: () => undefined,
    });
    renameSync(staging.blocks, join(folder, 'data'));
    const prometheus = await startPrometheus(folder);
    const budgets = await readBudgets(new PrometheusApi(prometheus));
    expect(budgets.map(({ id }) => id)).toEqual(SLOS.map(sloId).sort());
    for (const { id, remaining, sli, objective } of budgets) {
      expect(remaining, id).toBeLessThanOrEqual(1);
      expect(sli, id).toBeGreaterThan(objective - 0.1);
    }
    expect(budgets.filter(({ remaining = 1 }) => remaining < 0.95).length).toBeGreaterThan(2);
  });
});
