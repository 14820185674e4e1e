import { NOTIFICATION_STATUSES, PAGER_PROTOCOLS } from '@lab/catalogue';
import Type, { type Static } from 'typebox';

/** `pager` is what the pager raises itself: the dead man's switch. */
export const PROTOCOLS = [...PAGER_PROTOCOLS, 'pager'] as const;

export const NotificationLink = Type.Object({ label: Type.String(), url: Type.String() });
export type NotificationLink = Static<typeof NotificationLink>;

/** One alert of a notification that names its alerts. */
export const ToldAlert = Type.Object({
  fingerprint: Type.String(),
  status: Type.Enum([...NOTIFICATION_STATUSES]),
  labels: Type.Record(Type.String(), Type.String()),
  annotations: Type.Record(Type.String(), Type.String()),
  starts_at: Type.String(),
  links: Type.Array(NotificationLink),
});
export type ToldAlert = Static<typeof ToldAlert>;

/** What somebody was told, whichever way it came. */
export const Notification = Type.Object({
  id: Type.Integer(),
  received_at: Type.String({ format: 'date-time' }),
  protocol: Type.Enum([...PROTOCOLS]),
  status: Type.Enum([...NOTIFICATION_STATUSES]),
  /** Null for a message that does not say. */
  alertname: Type.Union([Type.String(), Type.Null()]),
  /** Whom it was for: the receiver's name, the channel, the mailbox; null for an event of PagerDuty. */
  receiver: Type.Union([Type.String(), Type.Null()]),
  title: Type.String(),
  text: Type.String(),
  links: Type.Array(NotificationLink),
  /** The alerts told of, where the protocol names them. */
  alerts: Type.Array(ToldAlert),
  /** Under which later notifications of the same group come; null where the protocol has no such thing. */
  group_key: Type.Union([Type.String(), Type.Null()]),
});
export type Notification = Static<typeof Notification>;

/** A notification before the inbox has given it a number. */
export type Received = Omit<Notification, 'id' | 'received_at'>;

const MAX_TEXT = 20_000;
const MAX_TITLE = 1000;
const MAX_ALERTS = 200;
const MAX_LINKS = 20;

/** Cuts what a notification may bring along, so that a bounded number of them has a bounded size. */
export const bounded = (received: Received): Received => ({
  ...received,
  title: received.title.slice(0, MAX_TITLE),
  text: received.text.slice(0, MAX_TEXT),
  alerts: received.alerts.slice(0, MAX_ALERTS),
  links: received.links.filter(({ url }) => isWebAddress(url)).slice(0, MAX_LINKS),
});

/** A `javascript:` link in an inbox that people click through would be an attack. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);
