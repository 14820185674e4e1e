import type { AlertmanagerWebhook } from '../src/domain/from-webhook.ts';

export interface Told {
  readonly alertname: string;
  readonly status?: 'firing' | 'resolved';
  readonly service?: string;
  readonly groupKey?: string;
  /** One alert each. */
  readonly instances?: readonly string[];
}

/** A notification as the Alertmanager sends it. */
export function webhook({
  alertname,
  status = 'firing',
  service = 'inference',
  groupKey = `{}:{alertname="${alertname}", service="${service}"}`,
  instances = ['a'],
}: Told): AlertmanagerWebhook {
  const labels = { alertname, service, severity: 'critical', team: 'ml-platform' };
  const annotations = {
    summary: 'A service answers with errors',
    runbook_url: `docs/runbooks/${alertname}.md`,
    dashboard_url: '/d/services-red',
  };
  return {
    version: '4',
    groupKey,
    status,
    receiver: 'ml\\-platform\\-critical',
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: instances.map((instance) => ({
      status,
      labels: { ...labels, instance },
      annotations: { ...annotations, description: `${instance} answers with errors` },
      startsAt: '2026-11-20T10:00:00.000Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-20T10:05:00.000Z',
      fingerprint: `${alertname}-${instance}`,
    })),
  };
}
