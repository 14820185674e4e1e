/** Delivery, for real: alerts go into an Alertmanager and come out of it into the pager, in every protocol. */
import { alertLinks, LINK_LABELS } from '@lab/catalogue/routing';
import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Notification } from '../src/domain/notification.ts';
import { alertmanagerBinary, DeliveryLab, type PostedAlert } from './delivery-lab.ts';

/** A group's first notification takes a second, what follows five: see the drill timing. */
const PATIENCE_MS = 30_000;
/** More than a heartbeat of four seconds, so that only a missing one raises the switch. */
const HEARTBEAT_TIMEOUT_MS = 9000;

const alert = (alertname: string, labels: Readonly<Record<string, string>> = {}): PostedAlert => ({
  labels: { alertname, severity: 'critical', team: 'ml-platform', service: 'inference', ...labels },
  annotations: {
    summary: 'A service answers with errors',
    // What means something to HTML or to Slack has to arrive as it was written.
    description: `<b>${labels.instance ?? 'inference'}</b> answers 12 % &lt; 5xx`,
    runbook_url: `docs/runbooks/${alertname}.md`,
    dashboard_url: '/d/services-red',
  },
});

const resolved = (posted: PostedAlert): PostedAlert => ({ ...posted, endsInMs: 0 });

describe.skipIf(alertmanagerBinary === undefined)('delivery', { timeout: 60_000 }, () => {
  let lab: DeliveryLab;

  beforeAll(async () => {
    lab = await DeliveryLab.start({ heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS });
    lab.startWatchdog();
  }, 60_000);

  afterAll(async () => {
    await lab?.stop();
  });

  /** The newest notification that fits, once there is one. */
  const told = (query: Readonly<Record<string, string>>): Promise<Notification> =>
    eventually(
      `a notification with ${JSON.stringify(query)}`,
      async () => (await lab.notifications(query))[0],
      PATIENCE_MS,
    );

  /** Something posted later has arrived: whatever was to come before it has had its time. */
  const marked = async (name: string): Promise<void> => {
    await lab.post([alert(name)]);
    await told({ alertname: name });
  };

  const stateOf = async (alertname: string, severity: string) => {
    type Active = { labels: Record<string, string>; status: { inhibitedBy: string[]; silencedBy: string[] } };
    const filter = new URLSearchParams([
      ['filter', `alertname="${alertname}"`],
      ['filter', `severity="${severity}"`],
    ]);
    const [found] = await lab.alertmanager<Active[]>(`alerts?${filter}`);
    if (found === undefined) throw new Error(`the Alertmanager has no ${alertname}`);
    return found.status;
  };

  test('heartbeat - when the Watchdog fires - then it reaches the pager, and no inbox', async () => {
    await eventually(
      'a heartbeat',
      async () => (await lab.alerts()).heartbeat.last_heartbeat_at ?? undefined,
      PATIENCE_MS,
    );
    expect(await lab.pagerMetric('pager_dead_mans_switch')).toBe(0);
    expect(await lab.pagerMetric('pager_heartbeat_timestamp_seconds')).toBeGreaterThan(1.7e9);
    expect(await lab.notifications({ alertname: 'Watchdog' })).toEqual([]);
  });

  test('protocols - when a critical alert fires and resolves - then webhook, Slack, PagerDuty and mail tell both, with the same links', async () => {
    const posted = alert('EveryProtocol');
    await lab.post([posted]);
    const firing = await told({ alertname: 'EveryProtocol', protocol: 'webhook' });
    const startsAt = firing.alerts[0]?.starts_at ?? '';
    const expected = alertLinks(lab.environment, {
      status: 'firing',
      labels: posted.labels,
      annotations: posted.annotations ?? {},
      startsAt,
      endsAt: '',
    });
    expect(expected.map(({ label }) => label)).toEqual([...LINK_LABELS]);
    for (const protocol of ['webhook', 'slack', 'pagerduty', 'mail']) {
      const notification = await told({ alertname: 'EveryProtocol', protocol });
      expect(notification, protocol).toMatchObject({
        status: 'firing',
        title: '[FIRING:1] EveryProtocol (inference)',
        links: expected,
      });
      expect(notification.text, protocol).toContain('<b>inference</b> answers 12 % &lt; 5xx');
      expect(notification.text, protocol).toContain('A service answers with errors');
    }

    await lab.post([resolved(posted)]);
    for (const protocol of ['webhook', 'slack', 'pagerduty', 'mail']) {
      const notification = await told({ alertname: 'EveryProtocol', protocol, status: 'resolved' });
      expect(notification.title).toBe('[RESOLVED] EveryProtocol (inference)');
      // Logs and traces of something that is over end where it ended.
      expect(notification.links.find(({ label }) => label === 'Logs')?.url).not.toContain('now');
    }
    expect((await lab.alerts()).alerts.map(({ labels }) => labels.alertname)).not.toContain('EveryProtocol');
  });

  test('severity - when a warning fires - then nobody is paged', async () => {
    await lab.post([alert('OnlyAWarning', { severity: 'warning', team: 'infrastructure' })]);
    await told({ alertname: 'OnlyAWarning', protocol: 'webhook' });
    await told({ alertname: 'OnlyAWarning', protocol: 'mail' });
    expect(await told({ alertname: 'OnlyAWarning', protocol: 'slack' })).toMatchObject({
      receiver: '#alerts-infrastructure',
    });
    expect(await lab.notifications({ alertname: 'OnlyAWarning', protocol: 'pagerduty' })).toEqual([]);
  });

  test('autopilot - when an alert fires - then it is told beside the people, with the token, and of the Watchdog not at all', async () => {
    await lab.post([alert('ForMachinesToo', { severity: 'warning' })]);
    await told({ alertname: 'ForMachinesToo', protocol: 'webhook' });
    const instruction = await eventually(
      'the autopilot is told',
      () => lab.instructions.find(({ body }) => body.alerts[0]?.labels.alertname === 'ForMachinesToo'),
      PATIENCE_MS,
    );
    expect(instruction).toMatchObject({
      path: '/v1/alerts',
      authorization: `Bearer ${lab.token}`,
      body: { status: 'firing' },
    });
    const names = lab.instructions.flatMap(({ body }) => body.alerts.map(({ labels }) => labels.alertname));
    expect(names).not.toContain('Watchdog');
  });

  test('grouping - when two instances show one problem - then one notification tells of both', async () => {
    await lab.post([
      alert('TwoInstances', { instance: 'a' }),
      alert('TwoInstances', { instance: 'b' }),
      alert('TwoInstances', { service: 'features' }),
    ]);
    await eventually(
      'both groups',
      async () =>
        (await lab.notifications({ alertname: 'TwoInstances', protocol: 'webhook' })).length === 2 ||
        undefined,
      PATIENCE_MS,
    );
    await marked('AfterTwoInstances');
    const notifications = await lab.notifications({ alertname: 'TwoInstances', protocol: 'webhook' });
    expect(notifications.map(({ alerts }) => alerts.length).sort()).toEqual([1, 2]);
    const { alerts } = await lab.alerts();
    expect(alerts.filter(({ labels }) => labels.alertname === 'TwoInstances')).toHaveLength(3);
  });

  test('inhibition - when the critical of a name fires - then its warning is not told', async () => {
    await lab.post([alert('Worse'), alert('Worse', { severity: 'warning' })]);
    await told({ alertname: 'Worse', protocol: 'webhook' });
    await marked('AfterWorse');
    expect((await stateOf('Worse', 'warning')).inhibitedBy).toHaveLength(1);
    const severities = (await lab.notifications({ alertname: 'Worse', protocol: 'webhook' })).flatMap(
      ({ alerts }) => alerts.map(({ labels }) => labels.severity),
    );
    expect(severities).toEqual(['critical']);
  });

  test('inhibition - when a target is down - then the service’s other alerts are not told, and another service’s are', async () => {
    await lab.post([
      alert('TargetDown', { service: 'traffic', team: 'infrastructure' }),
      alert('Symptom', { service: 'traffic' }),
      alert('Symptom', { service: 'exporter' }),
    ]);
    await told({ alertname: 'TargetDown', protocol: 'webhook' });
    await told({ alertname: 'Symptom', protocol: 'webhook' });
    await marked('AfterSymptom');
    const services = (await lab.notifications({ alertname: 'Symptom', protocol: 'webhook' })).flatMap(
      ({ alerts }) => alerts.map(({ labels }) => labels.service),
    );
    expect(services).toEqual(['exporter']);
  });

  test('inhibition - when the feature service is down - then what follows from it elsewhere is not told, and what does not is', async () => {
    await lab.post([
      alert('TargetDown', { service: 'features', team: 'infrastructure' }),
      alert('FeaturesDegraded', { severity: 'warning' }),
      alert('HighModelLatency', { severity: 'warning' }),
    ]);
    await told({ alertname: 'HighModelLatency', protocol: 'webhook' });
    await marked('AfterFeaturesDegraded');
    expect((await stateOf('FeaturesDegraded', 'warning')).inhibitedBy).toHaveLength(1);
    expect(await lab.notifications({ alertname: 'FeaturesDegraded' })).toEqual([]);
  });

  test('inhibition - when two alerts have no service at all - then neither inhibits the other', async () => {
    const nowhere = (alertname: string): PostedAlert => {
      const { service: _, ...labels } = alert(alertname).labels;
      return { ...alert(alertname), labels };
    };
    await lab.post([nowhere('TargetDown'), nowhere('Homeless')]);
    expect((await told({ alertname: 'Homeless', protocol: 'webhook' })).title).toBe('[FIRING:1] Homeless');
  });

  test('inhibition - when only info fires for a service - then InfoInhibitor holds it back, and is itself never told', async () => {
    const info = { severity: 'info', service: 'monitor' };
    await lab.post([
      {
        labels: { alertname: 'InfoInhibitor', severity: 'none', service: 'monitor', team: 'infrastructure' },
      },
      alert('ForYourInformation', info),
      alert('ForYourInformation', { ...info, service: 'loki' }),
    ]);
    const { alerts } = await told({ alertname: 'ForYourInformation', protocol: 'webhook' });
    await marked('AfterForYourInformation');
    expect(alerts.map(({ labels }) => labels.service)).toEqual(['loki']);
    expect(await lab.notifications({ alertname: 'ForYourInformation', protocol: 'webhook' })).toHaveLength(1);
    expect(await lab.notifications({ alertname: 'InfoInhibitor' })).toEqual([]);
  });

  test('silence - when somebody has silenced an alert - then it is told only after the silence ends', async () => {
    const { silenceID } = await lab.alertmanager<{ silenceID: string }>('silences', {
      matchers: [{ name: 'alertname', value: 'KnownAlready', isRegex: false, isEqual: true }],
      startsAt: new Date(Date.now() - 1000).toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: 'somebody',
      comment: 'being worked on',
    });
    await lab.post([alert('KnownAlready')]);
    await marked('AfterKnownAlready');
    expect((await stateOf('KnownAlready', 'critical')).silencedBy).toEqual([silenceID]);
    expect(await lab.notifications({ alertname: 'KnownAlready' })).toEqual([]);
    await lab.expireSilence(silenceID);
    await told({ alertname: 'KnownAlready' });
  });

  test('routing - when no team owns an alert - then it is told all the same', async () => {
    await lab.post([alert('NobodysAlert', { team: 'unheard-of' })]);
    expect(await told({ alertname: 'NobodysAlert', protocol: 'webhook' })).toMatchObject({
      receiver: 'unrouted',
    });
  });

  test('authentication - when a delivery brings no token or a wrong one - then it is refused, and the Alertmanager’s are not', async () => {
    for (const path of ['webhook', 'heartbeat', 'slack', 'pagerduty/v2/enqueue'])
      for (const headers of [{}, { authorization: 'Bearer guessed' }]) {
        const answer = await fetch(`${lab.pagerUrl}/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"text":"let me in"}',
        });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    // The Alertmanager goes on telling of other alerts meanwhile.
    const stored = await lab.notifications({});
    expect(stored.filter((notification) => JSON.stringify(notification).includes('let me in'))).toEqual([]);
    const refused = 'alertmanager_notifications_failed_total{integration="webhook",reason="clientError"}';
    expect(await lab.alertmanagerMetric(refused)).toBe(0);
  });

  test('retry - when the pager is down as an alert fires - then it is told once the pager is back', async () => {
    await lab.killPager();
    await lab.post([alert('WhileAway')]);
    await eventually(
      'the Alertmanager has tried in vain',
      async () =>
        (await lab.alertmanagerMetric(
          'alertmanager_notification_requests_failed_total{integration="webhook"}',
        )) > 0 || undefined,
      PATIENCE_MS,
    );
    await lab.restartPager();
    for (const protocol of ['webhook', 'slack', 'pagerduty', 'mail'])
      await told({ alertname: 'WhileAway', protocol });
    // And what was told before is still known.
    expect(await lab.notifications({ alertname: 'EveryProtocol' })).not.toEqual([]);
  });

  test("dead man's switch - when the Alertmanager is gone - then the pager raises it, and clears it when the Watchdog is back", async () => {
    await lab.stopAlertmanager();
    const raised = await told({ alertname: 'DeadMansSwitch', status: 'firing' });
    expect(raised).toMatchObject({ protocol: 'pager', title: '[FIRING:1] DeadMansSwitch (alertmanager)' });
    expect(await lab.pagerMetric('pager_dead_mans_switch')).toBe(1);
    expect(lab.pagerLines).toContainEqual(
      expect.objectContaining({
        event_type: 'dead_mans_switch',
        level: 'error',
        state: 'raised',
        reason: 'heartbeat_missing',
      }),
    );
    await lab.startAlertmanager();
    await told({ alertname: 'DeadMansSwitch', status: 'resolved' });
    expect(await lab.pagerMetric('pager_dead_mans_switch')).toBe(0);
    expect((await lab.alerts()).alerts.map(({ labels }) => labels.alertname)).not.toContain('DeadMansSwitch');
  });

  test("dead man's switch - when Prometheus no longer sends the Watchdog - then the Alertmanager says so and the pager raises it", async () => {
    lab.stopWatchdog();
    await eventually(
      'the switch, raised because the Watchdog was resolved',
      () =>
        lab.pagerLines.find(
          ({ event_type, reason }) => event_type === 'dead_mans_switch' && reason === 'watchdog_resolved',
        ),
      PATIENCE_MS,
    );
    expect((await lab.alerts()).heartbeat.dead_mans_switch).toBe(true);
  });
});
