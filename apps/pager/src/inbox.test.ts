import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../test/pager-app.ts';
import { type Told, webhook } from '../test/webhook.ts';
import { fromWebhook } from './domain/from-webhook.ts';
import type { Received } from './domain/notification.ts';
import { Inbox } from './inbox.ts';

const BASES = { docsUrl: 'http://docs', grafanaUrl: 'http://grafana' };
const notification = (told: Told): Received => fromWebhook(webhook(told), BASES);

function opened(folder: string, capacity = 10) {
  const warnings: unknown[] = [];
  const note = (fields: unknown) => void warnings.push(fields);
  const logger = { warn: note, error: note } as never;
  return Inbox.open({ folder, capacity, now: Date.now, logger }).then((inbox) => ({ inbox, warnings }));
}

const namesIn = (inbox: Inbox) => inbox.list().map(({ alertname }) => alertname);
const firingIn = (inbox: Inbox) => inbox.firing().map(({ fingerprint }) => fingerprint);
const journalOf = (folder: string) => join(folder, 'inbox.jsonl');

describe('Inbox', () => {
  it('list - when it is filtered - then only what fits is given, newest first', async () => {
    const { inbox } = await opened(tempFolder());
    await inbox.add(notification({ alertname: 'A' }));
    await inbox.add(notification({ alertname: 'B', status: 'resolved' }));
    const { received_at } = await inbox.add(notification({ alertname: 'A', status: 'resolved' }));
    const idsOf = (filter: Parameters<Inbox['list']>[0]) => inbox.list(filter).map(({ id }) => id);
    expect(idsOf({})).toEqual([3, 2, 1]);
    expect(idsOf({ alertname: 'A' })).toEqual([3, 1]);
    expect(idsOf({ status: 'resolved' })).toEqual([3, 2]);
    expect(idsOf({ protocol: 'mail' })).toEqual([]);
    expect(idsOf({ since: received_at })).toContain(3);
    expect(idsOf({ since: new Date(Date.parse(received_at) + 1).toISOString() })).toEqual([]);
    await inbox.close();
  });

  it('firing - when a group is told anew - then what it no longer names is gone', async () => {
    const { inbox } = await opened(tempFolder());
    await inbox.add(notification({ alertname: 'A', instances: ['a', 'b'] }));
    await inbox.add(notification({ alertname: 'B' }));
    await inbox.add(notification({ alertname: 'A', instances: ['b'] }));
    expect(firingIn(inbox).sort()).toEqual(['A-b', 'B-a']);
    await inbox.add(notification({ alertname: 'A', status: 'resolved', instances: ['b'] }));
    expect(firingIn(inbox)).toEqual(['B-a']);
    await inbox.close();
  });

  it('restart - when the inbox is opened again - then everything and the numbering go on', async () => {
    const folder = tempFolder();
    const { inbox } = await opened(folder);
    await inbox.add(notification({ alertname: 'A' }));
    await inbox.close();
    const { inbox: again } = await opened(folder);
    expect(firingIn(again)).toEqual(['A-a']);
    expect((await again.add(notification({ alertname: 'B' }))).id).toBe(2);
    expect(namesIn(again)).toEqual(['B', 'A']);
    await again.close();
  });

  it('capacity - when more comes than is kept - then the oldest goes, what fires stays known, and the journal stays short', async () => {
    const folder = tempFolder();
    const { inbox } = await opened(folder);
    await inbox.add(notification({ alertname: 'Long' }));
    for (let index = 0; index < 50; index++)
      await inbox.add(notification({ alertname: `N${index}`, status: 'resolved' }));
    expect(inbox.list()).toHaveLength(10);
    await inbox.close();
    expect(readFileSync(journalOf(folder), 'utf8').trim().split('\n').length).toBeLessThanOrEqual(21);
    const { inbox: again } = await opened(folder);
    expect(namesIn(again)[0]).toBe('N49');
    expect(again.list()).toHaveLength(10);
    expect(firingIn(again)).toEqual(['Long-a']);
    expect((await again.add(notification({ alertname: 'Next' }))).id).toBe(52);
    await again.close();
  });

  it('restart - when the last line was cut off - then the rest is read, a line says so, and what comes next is whole', async () => {
    const folder = tempFolder();
    const { inbox } = await opened(folder);
    await inbox.add(notification({ alertname: 'A' }));
    await inbox.close();
    writeFileSync(journalOf(folder), '{"kind":"notification","notif', { flag: 'a' });
    const { inbox: again, warnings } = await opened(folder);
    expect(warnings).toEqual([{ event_type: 'journal_lines_unreadable', lines: 1 }]);
    await again.add(notification({ alertname: 'B' }));
    await again.close();
    const { inbox: third } = await opened(folder);
    expect(namesIn(third)).toEqual(['B', 'A']);
    await third.close();
  });

  it('add - when the journal cannot be written - then the sender is refused and nothing is kept', async () => {
    const folder = tempFolder();
    const { inbox, warnings } = await opened(folder);
    await inbox.close(); // as a disk that fails: every write from here on does
    await expect(inbox.add(notification({ alertname: 'A' }))).rejects.toMatchObject({
      code: 'INBOX_UNAVAILABLE',
      statusCode: 503,
    });
    expect(inbox.list()).toEqual([]);
    expect(warnings).toContainEqual(expect.objectContaining({ event_type: 'journal_write_failed' }));
  });

  it('compaction - when the folder is gone - then what was told is acknowledged all the same', async () => {
    const folder = tempFolder();
    const { inbox, warnings } = await opened(folder);
    rmSync(folder, { recursive: true });
    for (let index = 0; index < 25; index++) await inbox.add(notification({ alertname: `N${index}` }));
    expect(inbox.list()).toHaveLength(10);
    expect(warnings).toContainEqual(expect.objectContaining({ event_type: 'journal_not_compacted' }));
    await inbox.close();
  });

  it('bounds - when a notification is huge or links to a script - then it is cut and the link is dropped', async () => {
    const { inbox } = await opened(tempFolder());
    const kept = await inbox.add({
      ...notification({ alertname: 'A', instances: Array.from({ length: 300 }, (_, index) => `i${index}`) }),
      text: 'x'.repeat(30_000),
      links: [
        { label: 'bad', url: 'javascript:alert(1)' },
        { label: 'good', url: 'https://example.com' },
      ],
    });
    expect(kept.text).toHaveLength(20_000);
    expect(kept.alerts).toHaveLength(200);
    expect(kept.links).toEqual([{ label: 'good', url: 'https://example.com' }]);
    await inbox.close();
  });
});
