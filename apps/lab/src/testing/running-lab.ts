/** What commands of the course need of a lab that runs: its state, its secrets, and a Prometheus that sees customers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchJson, poll } from '@lab/engine-clients';
import { writeLabState } from '../native/lab-state.ts';
import { identify } from '../native/process-identity.ts';
import { ensureSecrets } from '../native/secrets.ts';
import type { Settings } from '../settings.ts';
import { makeStateDirs, statePaths } from '../state-dir.ts';
import { launchPrometheus } from './prometheus.ts';

/** Makes a lab of no processes: its supervisor is this process, so that it runs for as long as the test. */
export function claimRunningLab(settings: Settings): void {
  const supervisor = identify(process.pid);
  if (supervisor === undefined) throw new Error('this process cannot find itself in the process table');
  const paths = statePaths(settings);
  makeStateDirs(paths);
  ensureSecrets(paths.secrets);
  writeLabState(paths.stateFile, {
    route: 'native',
    supervisor,
    startedAt: new Date().toISOString(),
    portOffset: settings.portOffset,
    components: [],
  });
}

/** A real Prometheus on the lab's port, and something to scrape that counts predictions. @returns what stops both */
export async function prometheusWithCustomers({ ports }: Settings): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'lab test-'));
  const inference = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain');
    response.end(`ml_predictions_total ${Date.now()}\n`);
  }).listen(ports.INFERENCE_PORT, '127.0.0.1');
  const { url, stop } = await launchPrometheus(folder, {
    port: ports.PROMETHEUS_PORT,
    config: `scrape_configs:
  - job_name: inference
    scrape_interval: 500ms
    scrape_timeout: 500ms
    static_configs: [{ targets: ["127.0.0.1:${ports.INFERENCE_PORT}"] }]
`,
  });
  const query = `${url}/api/v1/query?query=${encodeURIComponent('rate(ml_predictions_total[1m]) > 0')}`;
  await poll(
    async () => {
      const { data } = await fetchJson<{ data: { result: readonly unknown[] } }>(query);
      return data.result.length > 0 ? true : undefined;
    },
    { timeoutMs: 60_000, waitingFor: 'a rate of predictions' },
  );
  return async () => {
    await stop();
    inference.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
