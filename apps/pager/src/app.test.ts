import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, it } from 'vitest';
import { startPager, tempFolder } from '../test/pager-app.ts';
import { sendMail } from '../test/send-mail.ts';
import { webhook } from '../test/webhook.ts';

const TOKEN = 'a token for tests only';

describe('delivery', () => {
  it('POST /webhook - when alerts fire and resolve - then inbox, firing alerts, metrics and lines tell', async () => {
    const pager = await startPager();
    const told = webhook({ alertname: 'HighErrorRate', instances: ['a', 'b'] });
    expect((await pager.post('/webhook', told)).json()).toEqual({ status: 'accepted' });
    const [notification] = await pager.notifications();
    expect(notification).toMatchObject({
      id: 1,
      protocol: 'webhook',
      receiver: 'ml-platform-critical',
      title: '[FIRING:2] HighErrorRate (inference)',
    });
    expect(notification?.links.map(({ label }) => label)).toEqual(['Runbook', 'Dashboard', 'Logs', 'Traces']);
    expect(await pager.metric('pager_firing_alerts')).toBe(2);
    expect(await pager.metric('pager_notifications_total{protocol="webhook",status="firing"}')).toBe(1);
    expect(await pager.metric('pager_notifications_total{protocol="mail",status="firing"}')).toBe(0);
    expect(pager.lines).toContainEqual(
      expect.objectContaining({
        event_type: 'notification_received',
        protocol: 'webhook',
        alertname: 'HighErrorRate',
        alerts: 2,
      }),
    );
    const over = webhook({ alertname: 'HighErrorRate', instances: ['a', 'b'], status: 'resolved' });
    await pager.post('/webhook', over);
    expect(await pager.metric('pager_firing_alerts')).toBe(0);
  });

  it.each([
    ['version', '3'],
    ['alerts', []],
    ['status', 'sideways'],
    ['groupKey', undefined],
  ])('POST /webhook - when %s is %j - then it is refused and nothing is kept', async (key, value) => {
    const pager = await startPager();
    const answer = await pager.post('/webhook', { ...webhook({ alertname: 'A' }), [key]: value });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'INVALID_REQUEST' } });
    expect(await pager.notifications()).toEqual([]);
  });

  it('POST /slack - when there is nothing to show - then it answers in Slack’s words', async () => {
    const pager = await startPager();
    const answer = await pager.post('/slack', { channel: '#alerts' });
    expect([answer.statusCode, answer.body]).toEqual([400, 'no_text']);
    const accepted = await pager.post('/slack', { text: 'hello' });
    expect([accepted.statusCode, accepted.body, accepted.headers['content-type']]).toEqual([
      200,
      'ok',
      'text/plain; charset=utf-8',
    ]);
  });

  it('POST /pagerduty/v2/enqueue - when an event is good or bad - then it answers as PagerDuty does', async () => {
    const pager = await startPager();
    const bad = await pager.post('/pagerduty/v2/enqueue', { event_action: 'trigger' });
    expect(bad.statusCode).toBe(400);
    expect(bad.json()).toMatchObject({
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: expect.arrayContaining(["'routing_key' is missing or blank"]),
    });
    const good = await pager.post('/pagerduty/v2/enqueue', {
      routing_key: 'x'.repeat(32),
      event_action: 'trigger',
      dedup_key: 'one',
      payload: { summary: 'errors', source: 'inference', severity: 'critical' },
    });
    expect([good.statusCode, good.json()]).toEqual([
      202,
      { status: 'success', message: 'Event processed', dedup_key: 'one' },
    ]);
  });

  it('mail - when it comes by SMTP - then it is in the inbox before the sender is told so', async () => {
    const pager = await startPager();
    expect(await sendMail(pager.smtp, { subject: '[RESOLVED] Something', body: 'it is over' })).toMatch(
      /^250/,
    );
    expect((await pager.notifications({ protocol: 'mail' }))[0]).toMatchObject({
      status: 'resolved',
      receiver: 'team',
      title: '[RESOLVED] Something',
      text: expect.stringContaining('it is over'),
    });
  });

  it('mail - when it is larger than a mail may be - then it is refused for good', async () => {
    const pager = await startPager();
    expect(
      await sendMail(pager.smtp, { subject: 'Large', body: 'x'.repeat(70).concat('\r\n').repeat(16_000) }),
    ).toMatch(/^552/);
    expect(await pager.notifications()).toEqual([]);
  });
});

describe('heartbeat', () => {
  it('POST /heartbeat - when another alert comes that way - then it is refused', async () => {
    const pager = await startPager();
    expect((await pager.post('/heartbeat', webhook({ alertname: 'HighErrorRate' }))).json()).toMatchObject({
      error: { code: 'NOT_A_HEARTBEAT' },
    });
  });

  it('when the Watchdog stays away - then the switch is raised, and its return clears it, each told once', async () => {
    const pager = await startPager({ PAGER_HEARTBEAT_TIMEOUT_MS: '100' });
    const raised = await eventually(
      'raised',
      async () => (await pager.notifications({ protocol: 'pager' }))[0],
    );
    expect(raised).toMatchObject({ status: 'firing', alertname: 'DeadMansSwitch' });
    expect(raised.links[0]?.url).toContain('docs/runbooks/Watchdog.md');
    expect(await pager.metric('pager_dead_mans_switch')).toBe(1);
    expect(await pager.metric('pager_heartbeat_timestamp_seconds')).toBe(0);
    expect(await pager.metric('pager_firing_alerts')).toBe(1);

    const beat = webhook({ alertname: 'Watchdog' });
    await pager.post('/heartbeat', beat);
    expect(await pager.metric('pager_dead_mans_switch')).toBe(0);
    expect(await pager.metric('pager_firing_alerts')).toBe(0);
    expect((await pager.notifications({ protocol: 'pager' }))[0]).toMatchObject({ status: 'resolved' });
    const told = pager.lines.filter(({ event_type }) => event_type === 'dead_mans_switch');
    expect(told.slice(0, 2).map(({ state, level }) => [state, level])).toEqual([
      ['raised', 'error'],
      ['cleared', 'info'],
    ]);
  });
});

describe('heartbeat across a restart', () => {
  it('when the switch was raised before - then it stays so until the Watchdog is back', async () => {
    const env = { PAGER_STATE_DIR: tempFolder() };
    const first = await startPager({ ...env, PAGER_HEARTBEAT_TIMEOUT_MS: '100' });
    await eventually('raised', async () => (await first.notifications({ protocol: 'pager' }))[0]);
    await first.app.close();
    const second = await startPager(env);
    expect(await second.metric('pager_dead_mans_switch')).toBe(1);
    await second.post('/heartbeat', webhook({ alertname: 'Watchdog' }));
    expect(await second.metric('pager_dead_mans_switch')).toBe(0);
    expect((await second.notifications({ protocol: 'pager' })).map(({ status }) => status)).toEqual([
      'resolved',
      'firing',
    ]);
  });
});

describe('tokens', () => {
  it('when a token is configured - then only its bearer may deliver, and everybody may look', async () => {
    const pager = await startPager({ ALERTMANAGER_TOKEN: TOKEN });
    const deliver = (authorization?: string) =>
      pager.app.inject({
        method: 'POST',
        url: '/webhook',
        payload: webhook({ alertname: 'A' }),
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      });
    expect((await deliver()).json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect((await deliver('Bearer something else')).statusCode).toBe(401);
    expect((await deliver(`Bearer ${TOKEN}`)).statusCode).toBe(200);
    expect((await pager.app.inject('/')).statusCode).toBe(200);
  });

  it('DELETE /api/notifications - when there is an admin token - then its bearer empties the inbox, and without one nobody does', async () => {
    const pager = await startPager({ ADMIN_TOKEN: TOKEN });
    await pager.post('/webhook', webhook({ alertname: 'A' }));
    const empty = (headers: Record<string, string>) =>
      pager.app.inject({ method: 'DELETE', url: '/api/notifications', headers });
    expect((await empty({})).statusCode).toBe(401);
    expect(await pager.notifications()).toHaveLength(1);
    expect((await empty({ authorization: `Bearer ${TOKEN}` })).statusCode).toBe(204);
    expect(await pager.notifications()).toEqual([]);
    expect(await pager.metric('pager_firing_alerts')).toBe(0);

    const open = await startPager();
    expect((await open.app.inject({ method: 'DELETE', url: '/api/notifications' })).statusCode).toBe(404);
  });
});

describe('page', () => {
  it('GET / - when a notification holds HTML - then it is shown as text, and nothing foreign may run', async () => {
    const pager = await startPager();
    await pager.post('/slack', { text: '<script>alert(1)</script>"\'&' });
    const page = await pager.app.inject('/');
    expect(page.body).not.toContain('<script>alert');
    expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('GET / - when alerts fire - then it names them with their links', async () => {
    const pager = await startPager({ DOCS_URL: 'https://docs.example.com' });
    await pager.post('/webhook', webhook({ alertname: 'HighErrorRate' }));
    const { body } = await pager.app.inject('/');
    expect(body).toContain('<title>(1) Pager inbox</title>');
    expect(body).toContain('1 alert firing, 1 notification');
    expect(body).toContain('href="https://docs.example.com/docs/runbooks/HighErrorRate.md"');
  });

  it('GET / - when nothing has changed - then 304, and after a notification the page', async () => {
    const pager = await startPager();
    const first = await pager.app.inject('/');
    const headers = { 'if-none-match': String(first.headers.etag) };
    expect((await pager.app.inject({ url: '/', headers })).statusCode).toBe(304);
    await pager.post('/slack', { text: 'hello' });
    expect((await pager.app.inject({ url: '/', headers })).statusCode).toBe(200);
  });

  it('GET / - when it is filtered, or the form sends what was left open - then it lists what fits', async () => {
    const pager = await startPager();
    await pager.post('/slack', { text: 'by chat' });
    await pager.post('/webhook', webhook({ alertname: 'ByWebhook' }));
    const listed = async (query: string): Promise<string> => (await pager.app.inject(`/?${query}`)).body;
    expect(await listed('alertname=&status=&protocol=')).toContain('2 notifications');
    const slack = await listed('alertname=&status=&protocol=slack');
    expect(slack).toContain('by chat');
    expect(slack).toContain('<option selected>slack</option>');
    expect(slack).toContain('1 notification<');
    expect((await pager.app.inject('/?status=sideways')).statusCode).toBe(200);
  });

  it.each(['/assets/pager.css', '/assets/pager.js', '/docs/json'])(
    'GET %s - then it is there',
    async (url) => {
      const pager = await startPager();
      expect((await pager.app.inject(url)).statusCode).toBe(200);
    },
  );
});

describe('runbooks', () => {
  it('GET /docs/runbooks - when the page is one - then it is shown, and nothing outside the folder is', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'runbooks'));
    writeFileSync(join(folder, 'secret.md'), 'not for you');
    writeFileSync(join(folder, 'runbooks/HighErrorRate.md'), '# HighErrorRate');
    const pager = await startPager({ RUNBOOKS_DIR: join(folder, 'runbooks') });
    const get = (page: string) => pager.app.inject(`/docs/runbooks/${page}`);
    expect((await get('HighErrorRate.md')).body).toBe('# HighErrorRate');
    expect((await get('HighErrorRate.md')).headers['content-type']).toBe('text/plain; charset=utf-8');
    expect((await get('Nothing.md')).json()).toMatchObject({ error: { code: 'RUNBOOK_NOT_FOUND' } });
    for (const page of ['..%2Fsecret.md', '%2e%2e%2fsecret.md', 'runbooks'])
      expect((await get(page)).statusCode).toBe(400);
  });
});
