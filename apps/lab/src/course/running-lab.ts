import { connect, type Engines, poll } from '@lab/engine-clients';
import { LabError, messageOf, notRunning } from '../errors.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import { readSecret } from '../lab-secrets.ts';
import type { LabStatus } from '../lab-status.ts';
import type { Settings } from '../settings.ts';

/** The lab that a course runs on. */
export interface RunningLab {
  readonly status: LabStatus;
  readonly engines: Engines;
  readonly adminToken: string;
  /** The pager's, of whoever delivers to it. */
  readonly pagerToken: string;
}

/** @throws LabError where no lab runs */
export async function runningLab(settings: Settings): Promise<RunningLab> {
  const status = await labStatus(settings);
  if (status === undefined) throw notRunning();
  return {
    status,
    engines: connect(endpointsOf(settings), status),
    adminToken: await readSecret(settings, status, 'admin_token'),
    pagerToken: await readSecret(settings, status, 'alertmanager_token'),
  };
}

/** A lab that has just been started needs two scrapes before anything can be seen in it. */
const FLOW_LIMIT_MS = 90_000;

/** Waits until predictions can be seen in Prometheus. @throws LabError where none come */
export async function dataFlows({ engines }: RunningLab): Promise<void> {
  try {
    await poll(
      async () => ((await engines.prometheus.sum('rate(ml_predictions_total[1m])')) > 0 ? true : undefined),
      { timeoutMs: FLOW_LIMIT_MS, intervalMs: 1000, waitingFor: 'predictions in Prometheus' },
    );
  } catch (error) {
    throw new LabError(
      'NO_DATA',
      messageOf(error),
      './lab verify shows where the data stop; ./lab logs traffic, whether there is any',
    );
  }
}
