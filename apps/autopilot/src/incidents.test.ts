import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, test } from 'vitest';
import { alert, resolved } from '../test/alerts.ts';
import { startAutopilot, testPolicy } from '../test/autopilot-app.ts';
import { tempFolder } from '../test/temp-folder.ts';

interface Seen {
  readonly id: string;
  readonly title: string;
  readonly resolved_at: string | null;
  readonly timeline: readonly { readonly kind: string; readonly text: string }[];
}

describe('incidents', () => {
  test('when two alerts are about one model - then they are one incident, over a restart, until both have resolved', async () => {
    const env = { AUTOPILOT_STATE_DIR: tempFolder() };
    const policy = testPolicy();
    const rules = [...policy.rules, { name: 'pages', severities: ['critical'], actions: ['open_incident'] }];
    const first = await startAutopilot({ policy: { ...policy, rules }, env });
    const canary = alert();
    const errors = alert({ alertname: 'HighErrorRate' });
    await first.deliver(canary, errors);
    await first.decided('rollback_canary', 'failed');
    const list = async (autopilot: typeof first) =>
      (await autopilot.json<{ incidents: Seen[] }>('/v1/incidents')).incidents;
    const [opened] = await eventually('one incident with both', async () => {
      const incidents = await list(first);
      const full = await first.json<Seen>(`/v1/incidents/${incidents[0]?.id}`);
      return full.timeline?.filter(({ kind }) => kind === 'alert').length === 2 ? incidents : undefined;
    });
    expect(await first.metric('autopilot_open_incidents')).toBe(1);
    await first.deliver(resolved(canary));
    await first.close();

    const second = await startAutopilot({ policy: { ...policy, rules }, env });
    expect((await list(second)).map(({ id, resolved_at }) => [id, resolved_at])).toEqual([
      [opened?.id, null],
    ]);
    await second.deliver(resolved(errors));
    const over = await eventually('the end', async () =>
      (await list(second)).find((found) => found.resolved_at !== null),
    );
    expect(over.id).toBe(opened?.id);
    expect(await second.metric('autopilot_open_incidents')).toBe(0);
    expect(await second.metric('autopilot_incident_duration_seconds_count')).toBe(1);

    const { timeline } = await second.json<Seen>(`/v1/incidents/${over.id}`);
    expect(timeline.map(({ text }) => text).join('\n')).toMatch(
      /fires[\s\S]*rollback_canary: failed[\s\S]*has resolved/,
    );
    const postmortem = await second.ask('GET', `/v1/incidents/${over.id}/postmortem.md`);
    expect(postmortem.headers.get('content-type')).toContain('text/markdown');
    const text = await postmortem.text();
    for (const section of [
      '## Detection',
      '## Timeline',
      '## Impact',
      '## What went well',
      '## Action items',
    ])
      expect(text).toContain(section);
    expect(text).toContain('- [ ] Find out why the autopilot could not act: rollback_canary: failed');
    expect(text).toContain('Prometheus could not be asked');
  }, 30_000);

  test('when there is no such incident - then it is answered 404', async () => {
    const autopilot = await startAutopilot();
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await autopilot.ask('GET', `/v1/incidents/${id}`)).status).toBe(404);
    expect((await autopilot.ask('GET', `/v1/incidents/${id}/postmortem.md`)).status).toBe(404);
  });
});
