import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attributesOf,
  eventually,
  hexOf,
  OtlpCollector,
  type ServiceProcess,
  startServiceProcess,
} from '@lab/instrumentation/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { alert } from '../test/alerts.ts';
import { ADMIN_TOKEN, ALERTMANAGER_TOKEN, testPolicy } from '../test/autopilot-app.ts';
import { tempFolder } from '../test/temp-folder.ts';

const POLICY = new URL('../../../infra/autopilot/policy.yaml', import.meta.url).pathname;

describe('the service as a process', { timeout: 60_000 }, () => {
  let collector: OtlpCollector;
  let service: ServiceProcess | undefined;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
  }, 60_000);

  afterEach(() => {
    service?.kill();
  });

  afterAll(async () => {
    await collector?.stop();
  });

  const start = (env: Record<string, string>): ServiceProcess => {
    service = startServiceProcess({
      folder: new URL('..', import.meta.url),
      env: {
        PORT: '0',
        OTEL_SERVICE_NAME: 'autopilot',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        ...env,
      },
    });
    return service;
  };

  it('boot - when it is killed and started again - then what was told is known, the kill switch is on, and SIGTERM ends with 0', async () => {
    const env = {
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      ALERTMANAGER_TOKEN,
      AUTOPILOT_STATE_DIR: tempFolder(),
      AUTOPILOT_POLICY: POLICY,
      INFERENCE_URL: 'http://127.0.0.1:9',
      PROMETHEUS_URL: 'http://127.0.0.1:9',
    };
    const first = start(env);
    const url = await first.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const delivery = JSON.stringify({ version: '4', alerts: [alert({ alertname: 'ModelServiceDown' })] });
    const ask = (base: string, path: string, method: string, token: string, body: string) =>
      fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      });
    expect((await ask(url, '/v1/alerts', 'POST', ALERTMANAGER_TOKEN, delivery)).status).toBe(202);
    const off = JSON.stringify({ on: true, reason: 'a test' });
    expect((await ask(url, '/v1/kill-switch', 'PUT', ADMIN_TOKEN, off)).status).toBe(200);
    first.signal('SIGKILL');
    await first.exitCode();

    const second = start(env);
    const again = await second.ready();
    const repeated = await ask(again, '/v1/alerts', 'POST', ALERTMANAGER_TOKEN, delivery);
    expect(await repeated.json()).toMatchObject({ alerts: [{ receipt: 'duplicate' }] });
    expect(await (await fetch(`${again}/v1/kill-switch`)).json()).toMatchObject({
      on: true,
      reason: 'a test',
    });
    expect(await second.stop()).toBe(0);
  });

  it('trace - when an alert carries the trace that it is about - then the decision is in the trace of the delivery, and links to it', async () => {
    const service = start({
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      ALERTMANAGER_TOKEN,
      AUTOPILOT_STATE_DIR: tempFolder(),
      AUTOPILOT_POLICY: POLICY,
      INFERENCE_URL: 'http://127.0.0.1:9',
      PROMETHEUS_URL: 'http://127.0.0.1:9',
    });
    const delivery = randomBytes(16).toString('hex');
    const cause = randomBytes(16).toString('hex');
    const told = alert();
    const answer = await fetch(`${await service.ready()}/v1/alerts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ALERTMANAGER_TOKEN}`,
        'content-type': 'application/json',
        traceparent: `00-${delivery}-${randomBytes(8).toString('hex')}-01`,
      },
      body: JSON.stringify({
        version: '4',
        alerts: [{ ...told, annotations: { ...told.annotations, trace_id: cause } }],
      }),
    });
    expect(answer.status).toBe(202);
    const decision = await eventually('the span of the decision', () =>
      collector.spans.find(
        (span) =>
          span.name === 'autopilot_decision' &&
          attributesOf(span)['autopilot.action'] === 'rollback_canary' &&
          hexOf(span.trace_id) === delivery,
      ),
    );
    expect(attributesOf(decision)).toMatchObject({ 'cause.trace_id': cause, 'autopilot.outcome': 'failed' });
    const lines = service.lines.filter(({ decision_id }) => String(decision_id).endsWith('/rollback_canary'));
    expect(lines.map(({ outcome, trace_id }) => [outcome, trace_id])).toEqual([
      ['planned', delivery],
      ['started', delivery],
      ['failed', delivery],
    ]);
    expect(decision.links.map((link) => hexOf((link as unknown as { trace_id: string }).trace_id))).toEqual([
      cause,
    ]);
  });

  it('boot - when the policy degrades to a version that the repository does not have - then exits with 1 and says which it has', async () => {
    const policy = join(tempFolder(), 'policy.yaml');
    writeFileSync(policy, stringify(testPolicy({ degraded_version: '9' })));
    const process = start({
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      ALERTMANAGER_TOKEN,
      AUTOPILOT_STATE_DIR: tempFolder(),
      AUTOPILOT_POLICY: policy,
      INFERENCE_URL: 'http://127.0.0.1:9',
      PROMETHEUS_URL: 'http://127.0.0.1:9',
      MODEL_REPOSITORY: new URL('../../../models', import.meta.url).pathname,
    });
    expect(await process.exitCode()).toBe(1);
    expect(process.stderr).toContain('/degraded_version 9 is none of fraud-detection: 1, 2');
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({ AUTOPILOT_TICK_MS: 'soon', LAB_TIMING: 'slow', INFERENCE_URL: 'ftp://models' });
    expect(await process.exitCode()).toBe(1);
    for (const key of [
      'AUTOPILOT_TICK_MS',
      'AUTOPILOT_STATE_DIR',
      'LAB_TIMING',
      'INFERENCE_URL',
      'ALERTMANAGER_TOKEN',
    ])
      expect(process.stderr).toContain(key);
  });

  it('boot - when the policy is wrong - then exits with 1 and names every mistake of it', async () => {
    const policy = join(tempFolder(), 'policy.yaml');
    writeFileSync(policy, 'stale_after: soon\nrules: [{ name: x, actions: [explode] }]\n');
    const process = start({
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      ALERTMANAGER_TOKEN,
      AUTOPILOT_STATE_DIR: tempFolder(),
      AUTOPILOT_POLICY: policy,
      INFERENCE_URL: 'http://127.0.0.1:9',
      PROMETHEUS_URL: 'http://127.0.0.1:9',
    });
    expect(await process.exitCode()).toBe(1);
    for (const mistake of ['/rules/0/actions/0', 'retraining', 'rollout'])
      expect(process.stderr).toContain(mistake);
  });
});
