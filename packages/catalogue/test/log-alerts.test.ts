/**
 * The alerts over lines against real engines: Loki evaluates them in drill timing, tells a real Alertmanager and writes
 * what it records to a real Prometheus. LogQL has no promtool; this is its unit test.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineTools, freePort } from '@lab/engine-clients/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LOG_ALERT_GROUPS } from '../src/log-alerts/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const binaries = engineTools(['loki', 'prometheus', 'alertmanager']);

const READY = { timeout: 60_000, interval: 250 };
/** A window of five seconds, an evaluation each second, and the way through three engines. */
const TOLD = { timeout: 20_000, interval: 250 };

const folder = mkdtempSync(join(tmpdir(), 'log-alerts-'));
const engines: ChildProcess[] = [];
const urls = { loki: '', prometheus: '', alertmanager: '' };

function start(
  engine: keyof NonNullable<typeof binaries>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  engines.push(
    spawn(binaries?.[engine] ?? '', args, { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' }),
  );
}

/** @throws while it is not, with what it said */
async function isReady(url: string, path: string): Promise<void> {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${url}${path}: ${response.status} ${await response.text()}`);
}

interface Line {
  readonly service: string;
  readonly severity?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly times?: number;
}

/** Lines as the Collector hands them over, with the time of now. */
async function write({ service, severity = 'info', fields, times = 1 }: Line): Promise<void> {
  const attribute = ([key, value]: readonly [string, string]) => ({ key, value: { stringValue: value } });
  const response = await fetch(`${urls.loki}/otlp/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: [attribute(['service.name', service])] },
          scopeLogs: [
            {
              logRecords: Array.from({ length: times }, (_, index) => ({
                timeUnixNano: `${BigInt(Date.now()) * 1_000_000n + BigInt(index)}`,
                severityText: severity,
                body: { stringValue: 'something happened' },
                attributes: Object.entries(fields).map(attribute),
              })),
            },
          ],
        },
      ],
    }),
  });
  expect(response.ok, await response.text()).toBe(true);
}

/** Labels of an alert as the Alertmanager has received it, or undefined. */
async function received(alertname: string, service: string): Promise<Record<string, string> | undefined> {
  const filter = `filter=alertname="${alertname}"&filter=service="${service}"`;
  const alerts = (await (await fetch(`${urls.alertmanager}/api/v2/alerts?${filter}`)).json()) as readonly {
    readonly labels: Record<string, string>;
  }[];
  return alerts[0]?.labels;
}

async function told(alertname: string, service: string, line: Omit<Line, 'service'>) {
  await expect
    .poll(async () => {
      await write({ service, ...line });
      return received(alertname, service);
    }, TOLD)
    .toMatchObject({ alertname, service });
}

beforeAll(async () => {
  if (binaries === undefined) return;
  const [loki, lokiGrpc, prometheus, alertmanager] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  urls.loki = `http://127.0.0.1:${loki}`;
  urls.prometheus = `http://127.0.0.1:${prometheus}`;
  urls.alertmanager = `http://127.0.0.1:${alertmanager}`;
  mkdirSync(join(folder, 'prometheus'));
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n',
  );
  start('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${prometheus}`,
    '--web.enable-remote-write-receiver',
  ]);
  start('alertmanager', [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${alertmanager}`,
    '--cluster.listen-address=',
  ]);
  start('loki', [`-config.file=${join(root, 'infra/loki/loki.yaml')}`, '-config.expand-env=true'], {
    LOKI_HOST: '127.0.0.1',
    LOKI_PORT: String(loki),
    LOKI_GRPC_PORT: String(lokiGrpc),
    LOKI_DATA_DIR: join(folder, 'loki'),
    LOKI_RULES_DIR: join(root, 'infra/loki/rules/drill'),
    ALERTMANAGER_URL: urls.alertmanager,
    PROMETHEUS_URL: urls.prometheus,
  });
  await vi.waitFor(() => isReady(urls.prometheus, '/-/ready'), READY);
  await vi.waitFor(() => isReady(urls.alertmanager, '/-/ready'), READY);
  await vi.waitFor(() => isReady(urls.loki, '/ready'), READY);
}, 200_000);

afterAll(async () => {
  await Promise.all(
    engines.map(
      (engine) =>
        new Promise((resolve) => {
          engine.once('exit', resolve);
          engine.kill('SIGKILL');
        }),
    ),
  );
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(binaries === undefined)('alerts over lines', () => {
  test('rules - when the ruler has read them - then every rule is healthy', async () => {
    const names = LOG_ALERT_GROUPS.flatMap(({ alerts }) => alerts.map(({ name }) => name));
    await expect
      .poll(async () => {
        const answer = (await (await fetch(`${urls.loki}/prometheus/api/v1/rules`)).json()) as {
          data: { groups: readonly { rules: readonly { name: string; health: string }[] }[] };
        };
        const rules = answer.data.groups.flatMap((group) => group.rules);
        return rules.filter(({ health }) => health === 'ok').map(({ name }) => name);
      }, READY)
      .toEqual(expect.arrayContaining(names));
  }, 90_000);

  test.each([
    ['ErrorBurst', { severity: 'error', fields: { event_type: 'unexpected_error' }, times: 25 }],
    ['PersonalDataInLog', { fields: { event_type: 'x', redaction_body_masked_count: '1' } }],
    ['UnstructuredOutput', { severity: 'error', fields: { event_type: 'unstructured_output' } }],
    ['DatabaseUnavailable', { severity: 'warn', fields: { event_type: 'database_unavailable' } }],
    [
      'ModelLoadFailed',
      {
        severity: 'error',
        fields: { event_type: 'model_load_failed', model_name: 'fraud', model_version: '3' },
      },
    ],
    ['LogLinesDropped', { severity: 'error', fields: { event_type: 'log_lines_dropped' } }],
  ] as const)(
    '%s - when such lines are written - then the Alertmanager is told, by service',
    async (name, line) => {
      await told(name, `broken-${name.toLowerCase()}`, line);
    },
    60_000,
  );

  test('every alert - when it is defined - then it is among those above', () => {
    const names = LOG_ALERT_GROUPS.flatMap(({ alerts }) => alerts.map(({ name }) => name));
    expect(names).toEqual([
      'ErrorBurst',
      'PersonalDataInLog',
      'UnstructuredOutput',
      'DatabaseUnavailable',
      'ModelLoadFailed',
      'LogLinesDropped',
    ]);
  });

  test('PersonalDataInLog - when an attribute was masked instead of the text - then it is told too', async () => {
    await told('PersonalDataInLog', 'broken-attribute', {
      fields: { event_type: 'x', redaction_masked_count: '2' },
    });
  }, 60_000);

  test('good lines - when a healthy service writes what looks alike - then nobody is told', async () => {
    const service = 'healthy';
    const lookalikes: readonly Omit<Line, 'service'>[] = [
      { severity: 'error', fields: { event_type: 'purchase_failed' }, times: 2 },
      { severity: 'info', fields: { event_type: 'model_prediction' }, times: 25 },
      // A warning of Node's own is no crash.
      { severity: 'warn', fields: { event_type: 'unstructured_output' } },
      { fields: { event_type: 'database_available' } },
      { fields: { event_type: 'model_loaded', model_name: 'fraud', model_version: '3' } },
    ];
    for (const line of lookalikes) await write({ service, ...line });
    // The recorded metric proves that the ruler has seen these very lines.
    await expect
      .poll(async () => {
        for (const line of lookalikes.slice(1)) await write({ service, ...line });
        const query = `service:log_lines:rate5m{service="${service}",severity_text="info"} > 0`;
        const answer = (await (
          await fetch(`${urls.prometheus}/api/v1/query?${new URLSearchParams({ query })}`)
        ).json()) as { data: { result: readonly unknown[] } };
        return answer.data.result.length;
      }, TOLD)
      .toBe(1);
    const alerts = (await (
      await fetch(`${urls.alertmanager}/api/v2/alerts?filter=service="${service}"`)
    ).json()) as readonly unknown[];
    expect(alerts).toEqual([]);
  }, 60_000);
});
