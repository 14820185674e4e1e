import { NOTIFICATION_STATUSES } from '@lab/catalogue';
import { alertLinks, type LinkBases } from '@lab/catalogue/routing';
import Type, { type Static } from 'typebox';
import type { Received, ToldAlert } from './notification.ts';

const Strings = Type.Record(Type.String(), Type.String());

/** The Alertmanager's webhook, version 4. */
export const AlertmanagerWebhook = Type.Object({
  version: Type.Literal('4'),
  groupKey: Type.String({ minLength: 1, maxLength: 5000 }),
  status: Type.Enum([...NOTIFICATION_STATUSES]),
  receiver: Type.String({ maxLength: 200 }),
  commonLabels: Strings,
  commonAnnotations: Strings,
  alerts: Type.Array(
    Type.Object({
      status: Type.Enum([...NOTIFICATION_STATUSES]),
      labels: Strings,
      annotations: Strings,
      startsAt: Type.String({ format: 'date-time' }),
      endsAt: Type.String({ format: 'date-time' }),
      fingerprint: Type.String({ maxLength: 64 }),
    }),
    { minItems: 1 },
  ),
});
export type AlertmanagerWebhook = Static<typeof AlertmanagerWebhook>;

export function fromWebhook(webhook: AlertmanagerWebhook, bases: LinkBases): Received {
  const { status, receiver, groupKey, commonLabels, commonAnnotations } = webhook;
  const alerts = webhook.alerts.map(
    (alert): ToldAlert => ({
      fingerprint: alert.fingerprint,
      status: alert.status,
      labels: alert.labels,
      annotations: alert.annotations,
      starts_at: alert.startsAt,
      links: [...alertLinks(bases, alert)],
    }),
  );
  const firing = alerts.filter((alert) => alert.status === 'firing').length;
  const { alertname, service } = commonLabels;
  return {
    protocol: 'webhook',
    status,
    alertname: alertname ?? null,
    // The Alertmanager quotes the name as a regular expression: team\-critical.
    receiver: receiver.replaceAll(/\\(.)/g, '$1'),
    title: `[${status === 'firing' ? `FIRING:${firing}` : 'RESOLVED'}] ${alertname ?? 'several alerts'}${service === undefined ? '' : ` (${service})`}`,
    text: [
      commonAnnotations.summary,
      ...alerts.map((alert) => `${alert.status}: ${alert.annotations.description ?? ''}`),
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    links: alerts[0]?.links ?? [],
    alerts,
    group_key: groupKey,
  };
}
