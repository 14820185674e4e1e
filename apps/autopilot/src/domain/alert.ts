import { type ALERT_RECEIPTS, NOTIFICATION_STATUSES } from '@lab/catalogue';
import Type, { type Static } from 'typebox';

const Texts = Type.Record(Type.String(), Type.String());
const Time = Type.String({ format: 'date-time' });

export const DeliveredAlert = Type.Object({
  status: Type.Enum([...NOTIFICATION_STATUSES]),
  labels: Texts,
  annotations: Texts,
  startsAt: Time,
  endsAt: Time,
  fingerprint: Type.String({ minLength: 1, maxLength: 64 }),
});
export type DeliveredAlert = Static<typeof DeliveredAlert>;

/** The Alertmanager's webhook, version 4, as far as it is read. */
export const AlertDelivery = Type.Object({
  version: Type.Literal('4'),
  alerts: Type.Array(DeliveredAlert, { minItems: 1, maxItems: 1000 }),
});
export type AlertDelivery = Static<typeof AlertDelivery>;

export type Receipt = (typeof ALERT_RECEIPTS)[number];

/** An alert as it was taken in: one word of the Alertmanager about one stretch of firing. */
export interface TakenAlert {
  /** The same for every repetition of the same word. */
  readonly key: string;
  /** The same for the firing and the resolution of one stretch. */
  readonly stretch: string;
  readonly alertname: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly starts_at: string;
  /** ISO 8601; only for a resolution. */
  readonly ends_at: string | null;
  /** ISO 8601. */
  readonly received_at: string;
  readonly receipt: Receipt;
  /** W3C traceparent of the request that brought it; null without tracing. */
  readonly traceparent: string | null;
}

export function takenAlert(
  alert: DeliveredAlert,
  receipt: Receipt,
  receivedAt: number,
  traceparent: string | null,
): TakenAlert {
  const { status, labels, annotations, startsAt, endsAt } = alert;
  const stretch = stretchOf(alert);
  return {
    key: `${stretch}/${status}`,
    stretch,
    alertname: labels.alertname ?? 'unnamed',
    status,
    labels,
    annotations,
    starts_at: startsAt,
    ends_at: status === 'resolved' ? endsAt : null,
    received_at: new Date(receivedAt).toISOString(),
    receipt,
    traceparent,
  };
}

export const keyOf = (alert: DeliveredAlert): string => `${stretchOf(alert)}/${alert.status}`;

/** In milliseconds, however many digits the sender writes: the same moment must give the same key. */
const stretchOf = ({ fingerprint, startsAt }: DeliveredAlert): string =>
  `${fingerprint}@${Date.parse(startsAt)}`;
