/** `./lab budget` as a person uses it, against a real Prometheus that has recorded known budgets. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { availability, freshness, latencyP95 } from '@lab/catalogue/slos';
import { freePort } from '@lab/engine-clients/testing';
import { errorRatioSeries, parseDuration, SERIES, type SloSpec, sloLabels } from '@lab/slo';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../exit-codes.ts';
import { labelText } from '../history/sample-writer.ts';
import { REPOSITORY_ROOT } from '../settings.ts';
import { PROMETHEUS_TOOLS, startPrometheus } from '../testing/prometheus.ts';
import { tempDir } from '../testing/temp-dir.ts';

interface KnownBudget {
  /** Burn over the period and over the last hour; 1 is the pace at which a budget lasts exactly its period. */
  readonly period: number;
  readonly hour: number;
  /** Share of the period, the latest part of it, for which events are recorded; all of it without. */
  readonly covered?: number;
}

type Burn = readonly [SloSpec, KnownBudget];

/** As often as simulated past has a sample, and more often than Prometheus forgets one. */
const EVENTS_EVERY_SECONDS = 240;

/** A Prometheus that knows the given budgets at this moment. @returns its port */
async function prometheusWith(burns: readonly Burn[]): Promise<string> {
  const folder = tempDir();
  const seconds = Math.floor(Date.now() / 1000);
  const lines = burns.flatMap(([spec, { period, hour, covered = 1 }]) => {
    const labels = labelText(sloLabels(spec));
    const sample = (series: string, value: number) => `${series}{${labels}} ${value} ${seconds}`;
    const coveredSeconds = (covered * parseDuration(spec.period)) / 1000;
    const events = Array.from(
      { length: Math.floor(coveredSeconds / EVENTS_EVERY_SECONDS) + 1 },
      (_, index, count = coveredSeconds / EVENTS_EVERY_SECONDS) =>
        `${SERIES.events}{${labels}} 1 ${Math.round(seconds - (count - index) * EVENTS_EVERY_SECONDS)}`,
    );
    return [
      ...events,
      sample(SERIES.objective, spec.objective),
      sample(SERIES.periodDays, parseDuration(spec.period) / 86_400_000),
      sample(SERIES.periodBurnRate, period),
      sample(errorRatioSeries('1h'), hour * (1 - spec.objective)),
    ];
  });
  mkdirSync(join(folder, 'data'));
  // promtool refuses a file without samples.
  if (lines.length === 0) return new URL(await startPrometheus(folder)).port;
  writeFileSync(join(folder, 'samples.om'), `${lines.join('\n')}\n# EOF\n`);
  await execa(PROMETHEUS_TOOLS?.promtool ?? '', [
    ...['tsdb', 'create-blocks-from', 'openmetrics', '--quiet'],
    ...[join(folder, 'samples.om'), join(folder, 'data')],
  ]);
  return new URL(await startPrometheus(folder)).port;
}

function budget(port: string, ...args: string[]) {
  const main = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
  return execa(process.execPath, [main, 'budget', ...args], {
    reject: false,
    env: { PROMETHEUS_PORT: port, LAB_PORT_OFFSET: '0', NO_COLOR: '1' },
  });
}

const HEALTHY = { period: 0.2, hour: 0 };

describe.skipIf(PROMETHEUS_TOOLS === undefined)('./lab budget', { timeout: 60_000 }, () => {
  test('when a budget is overspent - then it says so, and a feature may not go while a rollback may', async () => {
    const port = await prometheusWith([
      [availability, { period: 1.5, hour: 14.4 }],
      [freshness, HEALTHY],
    ]);
    const { stdout, exitCode } = await budget(port, '--json');
    expect(exitCode).toBe(EXIT.ok);
    const { budgets } = JSON.parse(stdout) as { budgets: Record<string, unknown>[] };
    expect(budgets).toEqual([
      expect.objectContaining({
        id: 'features-freshness',
        remaining: expect.closeTo(0.8, 9),
        exhaustionSeconds: null,
        policy: expect.objectContaining({ level: 'healthy' }),
      }),
      expect.objectContaining({
        id: 'inference-availability',
        remaining: expect.closeTo(-0.5, 9),
        burnRate: expect.closeTo(14.4, 6),
        exhaustionSeconds: 0,
        policy: expect.objectContaining({ level: 'exhausted' }),
      }),
    ]);

    const refused = await budget(port, '--release');
    expect(refused.exitCode).toBe(EXIT.failed);
    expect(refused.stdout).toMatch(/✖ feature: not now/);
    expect(refused.stdout).toMatch(/inference-availability is exhausted\. Only what makes/);
    expect(refused.stdout).toContain('→ fix, rollback may still be released');
    expect(await budget(port, '--release', 'rollback')).toMatchObject({
      exitCode: EXIT.ok,
      stdout: expect.stringContaining('✔ rollback: may be released'),
    });
  });

  test('when one objective is asked for - then only it decides, and the table tells when it is gone', async () => {
    const port = await prometheusWith([
      [availability, { period: 1.5, hour: 14.4 }],
      [latencyP95, { period: 0.25, hour: 2 }],
    ]);
    const { stdout, exitCode } = await budget(
      port,
      '--slo',
      'inference-latency-p95',
      '--release',
      'experiment',
    );
    expect(exitCode).toBe(EXIT.ok);
    expect(stdout).not.toContain('availability');
    // Three quarters of a week's budget at twice its pace.
    expect(stdout).toMatch(
      /inference-latency-p95 +95 % +7 d +100 % +98\.75 % +75\.0 % +2\.00× +3 d +healthy/,
    );
  });

  test('when less of a period is covered than the policy wants - then the table and the answer say so, and the answer stands', async () => {
    const port = await prometheusWith([
      [availability, { ...HEALTHY, covered: 0.25 }],
      [latencyP95, HEALTHY],
      [freshness, { ...HEALTHY, covered: 0 }],
    ]);
    const { stdout, exitCode } = await budget(port, '--release');
    expect(exitCode).toBe(EXIT.ok);
    expect(stdout).toMatch(/inference-availability +99\.9 % +30 d +25 % .* healthy \(too little data\)/);
    expect(stdout).toMatch(/features-freshness .* < 0\.1 % .* healthy \(too little data\)/);
    expect(stdout).toMatch(/inference-latency-p95 .* 100 % .* healthy$/m);
    expect(stdout).toMatch(/✔ feature: may be released\n +this rests on too little data of the period:\n/);
    expect(stdout).toContain('inference-availability: 25 % is covered');
    expect(stdout).not.toContain('inference-latency-p95: ');
    const { budgets } = JSON.parse((await budget(port, '--json')).stdout) as {
      budgets: { id: string; covered: number; policy: { restsOnTooLittle: boolean } }[];
    };
    expect(budgets.find(({ id }) => id === 'inference-availability')).toMatchObject({
      covered: expect.closeTo(0.25, 2),
      policy: { restsOnTooLittle: true },
    });
  });

  test('when the question is wrong - then the answer lists what can be asked', async () => {
    const port = await prometheusWith([[availability, HEALTHY]]);
    expect(await budget(port, '--slo', 'nothing')).toMatchObject({
      exitCode: EXIT.usage,
      stderr: expect.stringContaining('one of inference-availability'),
    });
    expect(await budget(port, '--release', 'party')).toMatchObject({
      exitCode: EXIT.usage,
      stderr: expect.stringContaining('one of feature, model, experiment, fix, rollback'),
    });
  });

  test('when Prometheus has recorded nothing - then it says where to look; when none answers - then that the lab is down', async () => {
    expect(await budget(await prometheusWith([]))).toMatchObject({
      exitCode: EXIT.failed,
      stderr: expect.stringContaining('Prometheus has recorded no objective yet'),
    });
    expect(await budget(String(await freePort()))).toMatchObject({ exitCode: EXIT.notRunning });
  });
});
