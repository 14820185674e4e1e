import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AutopilotApi, type Decision, poll } from '@lab/engine-clients';
import { freePort } from '@lab/engine-clients/testing';
import { ROOT } from '@lab/test-telemetry/command-line';
import { execa } from 'execa';
import type { LiveLab } from './live-lab.ts';

export interface DryRunAutopilot {
  /** Delivers alerts as the Alertmanager does. */
  deliver(alerts: readonly object[]): Promise<void>;
  decisions(): Promise<readonly Decision[]>;
  stop(): Promise<void>;
}

/** A second autopilot beside that of the lab, with the lab's policy but for one thing: it only says what it would do. */
export async function startDryRunAutopilot(lab: LiveLab): Promise<DryRunAutopilot> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-dry-run-'));
  const policy = readFileSync(join(ROOT, 'infra/autopilot/policy.yaml'), 'utf8');
  const dry = policy.replace(/(rollback_canary: \{ [^}]*?) \}/, '$1, dry_run: true }');
  if (dry === policy) throw new Error('the policy has no action rollback_canary any more');
  writeFileSync(join(folder, 'policy.yaml'), dry);
  const port = await freePort();
  const child = execa(process.execPath, ['--import', '@lab/instrumentation/register', 'src/server.ts'], {
    cwd: join(ROOT, 'apps/autopilot'),
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      OTEL_SERVICE_NAME: 'autopilot',
      OTEL_SDK_DISABLED: 'true',
      LAB_TIMING: 'drill',
      AUTOPILOT_STATE_DIR: folder,
      AUTOPILOT_POLICY: join(folder, 'policy.yaml'),
      USER_ID_SALT_FILE: lab.secretFile('user_id_salt'),
      ADMIN_TOKEN_FILE: lab.secretFile('admin_token'),
      ALERTMANAGER_TOKEN_FILE: lab.secretFile('alertmanager_token'),
      INFERENCE_URL: lab.url('INFERENCE'),
      PROMETHEUS_URL: lab.url('PROMETHEUS'),
    },
    reject: false,
    buffer: false,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await poll(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined), {
    timeoutMs: 30_000,
    waitingFor: 'the second autopilot',
  });
  return {
    async deliver(alerts) {
      await lab.ask('POST', `${url}/v1/alerts`, { version: '4', alerts }, 'alertmanager_token');
    },
    decisions: () => new AutopilotApi(url).decisions(),
    async stop() {
      child.kill();
      await child;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
