import { randomUUID } from 'node:crypto';
import type { Received } from './notification.ts';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
const ROUTING_KEY_LENGTH = 32;
const MAX_DEDUP_KEY = 255;

/** An event that PagerDuty's Events API v2 would take. */
export interface PagerDutyEvent {
  readonly action: (typeof ACTIONS)[number];
  readonly dedupKey: string;
  readonly received: Received;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Judges an event as the real API does: every mistake at once, in its own words.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function fromPagerDuty(body: unknown): PagerDutyEvent | { readonly errors: readonly string[] } {
  const event = objectOf(body);
  const payload = objectOf(event.payload);
  const action = event.event_action as PagerDutyEvent['action'];
  const errors = [
    ...routingKeyErrors(event.routing_key),
    ...oneOf('event_action', event.event_action, ACTIONS),
    ...dedupKeyErrors(event.dedup_key, action),
    ...(action === 'trigger' ? payloadErrors(event.payload, payload) : []),
  ];
  if (errors.length > 0) return { errors };
  const details = objectOf(payload.custom_details);
  const dedupKey = textOf(event.dedup_key) || randomUUID().replaceAll('-', '');
  return {
    action,
    dedupKey,
    received: {
      protocol: 'pagerduty',
      status: action === 'resolve' ? 'resolved' : 'firing',
      alertname: textOf(details.alertname) || textOf(payload.class) || null,
      receiver: null,
      title: textOf(payload.summary) || `${action} ${dedupKey}`,
      text: Object.entries(details)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('\n'),
      links: (Array.isArray(event.links) ? event.links : []).map(objectOf).map(({ href, text }) => ({
        label: textOf(text) || textOf(href),
        url: textOf(href),
      })),
      alerts: [],
      group_key: null,
    },
  };
}

function routingKeyErrors(key: unknown): string[] {
  if (typeof key !== 'string' || key === '') return ["'routing_key' is missing or blank"];
  return key.length === ROUTING_KEY_LENGTH
    ? []
    : [`Length of 'routing_key' is incorrect (should be ${ROUTING_KEY_LENGTH} characters)`];
}

function dedupKeyErrors(key: unknown, action: PagerDutyEvent['action']): string[] {
  if (key === undefined || key === null || key === '')
    return action === 'acknowledge' || action === 'resolve' ? ["'dedup_key' is missing or blank"] : [];
  return typeof key === 'string' && key.length <= MAX_DEDUP_KEY
    ? []
    : [`'dedup_key' must be a string of at most ${MAX_DEDUP_KEY} characters`];
}

const payloadErrors = (given: unknown, payload: Json): string[] =>
  given === undefined || given === null
    ? ["'payload' is missing or blank"]
    : [
        ...['summary', 'source']
          .filter((key) => textOf(payload[key]) === '')
          .map((key) => `'payload.${key}' is missing or blank`),
        ...oneOf('payload.severity', payload.severity, SEVERITIES),
      ];

function oneOf(name: string, value: unknown, allowed: readonly string[]): string[] {
  if (value === undefined || value === null || value === '') return [`'${name}' is missing or blank`];
  return allowed.includes(value as string)
    ? []
    : [`'${name}' is invalid (must be one of: ${allowed.join(', ')})`];
}

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
