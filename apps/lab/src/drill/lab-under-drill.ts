import { connect, type Engines, type LabEndpoints } from '@lab/engine-clients';
import { DRILL, PRODUCTION, parseDuration, type Timing } from '@lab/slo';
import { LabError, notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import { readSecret } from '../lab-secrets.ts';
import type { LabStatus } from '../lab-status.ts';
import type { Settings } from '../settings.ts';

/** How an alert is evaluated in the running lab. */
export interface AlertTiming {
  readonly forSeconds: number;
  readonly intervalSeconds: number;
}

/** A running lab, as a drill needs it: where things are, who may switch faults, and how fast its rules run. */
export interface LabUnderDrill {
  readonly settings: Settings;
  readonly status: LabStatus;
  readonly endpoints: LabEndpoints;
  readonly engines: Engines;
  readonly adminToken: string;
  readonly timing: Timing;
  /** By the alert's name. */
  readonly alerts: ReadonlyMap<string, AlertTiming>;
}

/** @throws LabError where no lab runs, or its rules are not loaded */
export async function findLab(settings: Settings): Promise<LabUnderDrill> {
  const status = await labStatus(settings);
  if (status === undefined) throw notRunning();
  const endpoints = endpointsOf(settings);
  const engines = connect(endpoints, status);
  const alerts = new Map(
    [...(await engines.prometheus.alertRules()), ...(await engines.loki.alertRules())].map(
      ({ name, ...timing }) => [name, timing] as const,
    ),
  );
  const interval = alerts.get('Watchdog')?.intervalSeconds;
  if (interval === undefined) {
    throw new LabError(
      'NO_RULES',
      'Prometheus has no rule Watchdog: its rules are not loaded',
      './lab verify shows what is wrong',
      EXIT.failed,
    );
  }
  return {
    settings,
    status,
    endpoints,
    engines,
    adminToken: await readSecret(settings, status, 'admin_token'),
    timing: interval * 1000 === parseDuration(DRILL.evaluationInterval) ? DRILL : PRODUCTION,
    alerts,
  };
}

export const hasComponent = ({ status }: Pick<LabUnderDrill, 'status'>, component: string): boolean =>
  status.components.some(({ name }) => name === component);

/** Without the objective that an alert on an error budget names besides. */
export const alertname = (alert: string): string => alert.split(' ')[0] ?? alert;

/** @throws Error where the lab runs on rules that lack the alert */
export function timingOf(alert: string, { alerts }: Pick<LabUnderDrill, 'alerts'>): AlertTiming {
  const timing = alerts.get(alertname(alert));
  if (timing === undefined)
    throw new Error(`the running lab has no alert ${alert}; restart it after ./lab down`);
  return timing;
}
