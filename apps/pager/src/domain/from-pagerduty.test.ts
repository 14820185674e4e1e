import { describe, expect, it } from 'vitest';
import { fromPagerDuty, type PagerDutyEvent } from './from-pagerduty.ts';

const EVENT = {
  routing_key: 'x'.repeat(32),
  event_action: 'trigger',
  payload: { summary: 'A service answers with errors', source: 'inference', severity: 'critical' },
};

const errorsOf = (body: unknown): readonly string[] => {
  const judged = fromPagerDuty(body);
  return 'errors' in judged ? judged.errors : [];
};
const accepted = (body: unknown): PagerDutyEvent => {
  const judged = fromPagerDuty(body);
  if ('errors' in judged) throw new Error(judged.errors.join());
  return judged;
};

describe('fromPagerDuty', () => {
  it.each([[null], ['text'], [[]], [{}]])(
    'body - when it is %j - then every missing field is named',
    (body) => {
      expect(errorsOf(body)).toEqual([
        "'routing_key' is missing or blank",
        "'event_action' is missing or blank",
      ]);
    },
  );

  it('body - when many things are wrong - then all are named', () => {
    expect(
      errorsOf({
        routing_key: 'short',
        event_action: 'trigger',
        payload: { summary: '', severity: 'urgent' },
      }),
    ).toEqual([
      "Length of 'routing_key' is incorrect (should be 32 characters)",
      "'payload.summary' is missing or blank",
      "'payload.source' is missing or blank",
      "'payload.severity' is invalid (must be one of: critical, error, warning, info)",
    ]);
  });

  it.each(['acknowledge', 'resolve'])(
    '%s - when it has no dedup_key - then it is refused',
    (event_action) => {
      expect(errorsOf({ ...EVENT, event_action })).toEqual(["'dedup_key' is missing or blank"]);
    },
  );

  it('dedup_key - when it is longer than 255 characters - then it is refused', () => {
    expect(errorsOf({ ...EVENT, dedup_key: 'k'.repeat(256) })).toHaveLength(1);
    expect(errorsOf({ ...EVENT, dedup_key: 'k'.repeat(255) })).toEqual([]);
  });

  it('trigger - when it has no dedup_key - then it is given one of its own', () => {
    const [one, other] = [accepted(EVENT), accepted(EVENT)];
    expect(one.dedupKey).toMatch(/^[0-9a-f]{32}$/);
    expect(other.dedupKey).not.toBe(one.dedupKey);
  });

  it('resolve - when it names its incident - then it tells of an end, without a payload', () => {
    const { received, dedupKey } = accepted({
      routing_key: EVENT.routing_key,
      event_action: 'resolve',
      dedup_key: 'one',
    });
    expect(dedupKey).toBe('one');
    expect(received).toMatchObject({ status: 'resolved', title: 'resolve one' });
  });

  it('trigger - when it has details, links and a class - then the inbox shows them', () => {
    const { received } = accepted({
      ...EVENT,
      links: [{ href: 'https://example.com/runbook', text: 'Runbook' }, { href: 'https://example.com' }],
      payload: {
        ...EVENT.payload,
        class: 'HighErrorRate',
        custom_details: { num_firing: '2', more: { a: 1 } },
      },
    });
    expect(received).toMatchObject({
      status: 'firing',
      alertname: 'HighErrorRate',
      title: 'A service answers with errors',
      text: 'num_firing: 2\nmore: {"a":1}',
      links: [
        { label: 'Runbook', url: 'https://example.com/runbook' },
        { label: 'https://example.com', url: 'https://example.com' },
      ],
    });
  });
});
