/** Where each alert of the catalogue goes, asked of amtool: the table is made from the rules, not from the routes. */
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { engineTools } from '@lab/engine-clients/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ALERT_GROUPS, errorBudgetBurn, LOG_ALERT_GROUPS } from '../alerts/index.ts';
import { committedFiles } from './committed-files.ts';
import { TIMING_NAMES } from './timings.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const amtool = engineTools(['amtool'])?.amtool;
const CONFIGURATIONS = committedFiles().flatMap(([path]) => (path.endsWith('.yml') ? [path] : []));

type Labels = Readonly<Record<string, string>>;

async function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return promisify(execFile)(command, args, { cwd: root }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

const routed = (
  configuration: string,
  labels: Readonly<Record<string, string>>,
  receivers: readonly string[],
) =>
  run(amtool ?? '', [
    'config',
    'routes',
    'test',
    `--config.file=${configuration}`,
    `--verify.receivers=${receivers.join(',')}`,
    ...Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  ]);

/** Said by what the alert is, in words of its own: a change of the routes has to be made here too. */
function expectedReceivers({ alertname, severity, team }: Labels): readonly string[] {
  if (alertname === 'Watchdog') return ['heartbeat'];
  if (alertname === 'InfoInhibitor') return ['nobody'];
  return ['autopilot', `${team}-${severity}`];
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert?: string; readonly labels?: Labels }[];
  }[];
}

/** What the rules of Prometheus and Loki would send, whoever has written them. */
const alerts = globSync('infra/{prometheus,loki}/rules/**/*.{yml,yaml}', { cwd: root })
  .flatMap((file) => (parse(readFileSync(join(root, file), 'utf8')) as RuleFile).groups)
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert, labels = {} }): Labels[] =>
    alert === undefined ? [] : [{ alertname: alert, ...labels }],
  )
  .filter((labels, index, all) => all.findIndex((other) => isDeepStrictEqual(other, labels)) === index);

describe.skipIf(!amtool).each(CONFIGURATIONS)('%s', { timeout: 120_000 }, (configuration) => {
  test('amtool - when it checks the configuration - then it finds nothing', async () => {
    const { code, output } = await run(amtool ?? '', ['check-config', configuration]);
    expect(code, output).toBe(0);
    expect(output).toContain('2 templates');
  });

  test('route - when any alert of a rule file fires - then its team is told in the way of its severity', async () => {
    const names = alerts.map(({ alertname }) => alertname);
    expect(names).toEqual(
      expect.arrayContaining([
        ...[...ALERT_GROUPS, ...LOG_ALERT_GROUPS].flatMap((group) => group.alerts.map(({ name }) => name)),
        errorBudgetBurn.name,
      ]),
    );
    for (const alert of alerts) {
      const { code, output } = await routed(configuration, alert, expectedReceivers(alert));
      expect(code, `${alert.alertname}: ${output}`).toBe(0);
    }
  });

  test('route - when the table expects what is wrong - then amtool says no, so that the table can fail', async () => {
    for (const alert of alerts.slice(0, 5)) {
      const { code } = await routed(configuration, alert, ['infrastructure-info']);
      expect([alert.alertname, code]).toEqual([alert.alertname, 1]);
    }
  });

  test.each([
    [
      'no team knows it',
      { alertname: 'Strange', severity: 'critical', team: 'strangers' },
      ['autopilot', 'unrouted'],
    ],
    ['it has no team', { alertname: 'Strange', severity: 'warning' }, ['autopilot', 'unrouted']],
    [
      'its severity is unheard of',
      { alertname: 'Strange', severity: 'urgent', team: 'ml-platform' },
      ['unrouted'],
    ],
  ])('route - when %s - then it is told all the same', async (_why, labels, receivers) => {
    const { code, output } = await routed(configuration, labels, receivers);
    expect(code, output).toBe(0);
  });
});

describe('write-config', { timeout: 60_000 }, () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'lab-routing-'));
    folders.push(made);
    return made;
  };
  afterAll(() => {
    for (const made of folders) rmSync(made, { recursive: true, force: true });
  });

  test.each(TIMING_NAMES)(
    'when plain node runs it in a copy of the sources, as the container does, for %s - then it writes what is committed',
    async (timing) => {
      const [sources, out] = [folder(), folder()];
      cpSync(join(root, 'packages/catalogue/src'), sources, { recursive: true });
      const script = join(sources, 'routing/write-config.ts');
      const environment = { PATH: process.env.PATH, LAB_TIMING: timing };
      await promisify(execFile)(process.execPath, [script, out, 'templates'], { env: environment });
      const committed = timing === 'production' ? 'infra/alertmanager' : `infra/alertmanager/${timing}`;
      const read = (path: string): unknown => ({
        ...(parse(readFileSync(join(path, 'alertmanager.yml'), 'utf8')) as object),
        templates: 'lie elsewhere',
      });
      expect(read(out)).toEqual(read(join(root, committed)));
      expect(readFileSync(join(out, 'links.tmpl'), 'utf8')).toBe(
        readFileSync(join(root, 'infra/alertmanager/links.tmpl'), 'utf8'),
      );
    },
  );

  test('when the environment is wrong - then it says how, ends with 1 and writes nothing', async () => {
    const out = folder();
    const script = fileURLToPath(new URL('write-config.ts', import.meta.url));
    const { code, output } = await promisify(execFile)(process.execPath, [script, out, 'templates'], {
      env: { PATH: process.env.PATH, GRAFANA_URL: 'grafana' },
    }).then(
      () => ({ code: 0, output: '' }),
      (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
    );
    expect([code, output]).toEqual([1, expect.stringContaining('GRAFANA_URL is "grafana"')]);
    expect(globSync(join(out, '*'))).toEqual([]);
  });
});
