import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationFile } from './alertmanager-files.ts';
import { readRoutingEnvironment } from './environment.ts';

interface Receiver {
  readonly name: string;
  readonly [integration: `${string}_configs`]: readonly Readonly<Record<string, unknown>>[] | undefined;
}
interface Route {
  readonly receiver?: string;
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}
interface Configuration {
  readonly receivers: readonly Receiver[];
  readonly route: Route;
  readonly time_intervals?: unknown;
}

const configuration = (env: Readonly<Record<string, string>>): Configuration =>
  parse(configurationFile(readRoutingEnvironment(env), { folder: 'templates', links: 'links.tmpl' }));
const receiver = (env: Readonly<Record<string, string>>, name: string): Receiver | undefined =>
  configuration(env).receivers.find((candidate) => candidate.name === name);
const everyRoute = (route: Route): Route[] => [route, ...(route.routes ?? []).flatMap(everyRoute)];

describe('environment', () => {
  test('when nothing is chosen - then a page goes to the pager in all four protocols, with the token of its file', () => {
    const page = receiver({}, 'ml-platform-critical');
    const http_config = { authorization: { credentials_file: '/run/secrets/alertmanager_token' } };
    expect(page?.webhook_configs?.[0]).toMatchObject({ url: 'http://pager:8085/webhook', http_config });
    expect(page?.slack_configs?.[0]).toMatchObject({ api_url: 'http://pager:8085/slack', http_config });
    expect(page?.pagerduty_configs?.[0]).toMatchObject({
      url: 'http://pager:8085/pagerduty/v2/enqueue',
      http_config,
    });
    expect(page?.email_configs?.[0]).toMatchObject({
      smarthost: 'pager:8025',
      require_tls: false,
      to: 'ml-platform@lab.localhost',
    });
  });

  test('when Slack, PagerDuty and a mail server are named - then they are told, from files, and the lab’s token stays here', () => {
    const page = receiver(
      {
        SLACK_WEBHOOK_URL_FILE: '/run/secrets/slack',
        PAGERDUTY_ROUTING_KEY_FILE: '/run/secrets/pagerduty',
        SMTP_SMARTHOST: 'mail.example.com:587',
        SMTP_USERNAME: 'lab',
        SMTP_PASSWORD_FILE: '/run/secrets/smtp',
        ALERT_MAIL_DOMAIN: 'example.com',
      },
      'infrastructure-critical',
    );
    const slack = page?.slack_configs?.[0];
    const pagerduty = page?.pagerduty_configs?.[0];
    expect(slack).toMatchObject({ api_url_file: '/run/secrets/slack', channel: '#alerts-infrastructure' });
    expect(pagerduty).toMatchObject({ routing_key_file: '/run/secrets/pagerduty' });
    for (const key of ['api_url', 'http_config', 'url', 'routing_key']) {
      expect(slack).not.toHaveProperty(key);
      expect(pagerduty).not.toHaveProperty(key);
    }
    expect(page?.email_configs?.[0]).toMatchObject({
      smarthost: 'mail.example.com:587',
      auth_username: 'lab',
      auth_password_file: '/run/secrets/smtp',
      require_tls: true,
      to: 'infrastructure@example.com',
    });
  });

  test('when there is no autopilot - then neither a receiver nor a route names it', () => {
    const without = configuration({ AUTOPILOT_URL: '' });
    expect(without.receivers.map(({ name }) => name)).not.toContain('autopilot');
    expect(everyRoute(without.route).map((route) => route.receiver)).not.toContain('autopilot');
    expect(receiver({}, 'autopilot')?.webhook_configs?.[0]).toMatchObject({
      url: 'http://autopilot:8083/v1/alerts',
      http_config: { authorization: { credentials_file: '/run/secrets/alertmanager_token' } },
    });
  });

  test('when the timing is production - then info waits for working hours, in the zone of the team, and in a drill it does not', () => {
    const limited = ({ route }: Configuration): (string | undefined)[] =>
      everyRoute(route).flatMap((found) => (found.active_time_intervals ? [found.receiver] : []));
    const production = configuration({ ALERT_TIMEZONE: 'Europe/Rome' });
    expect(limited(production).length).toBeGreaterThan(0);
    for (const name of limited(production)) expect(name).toMatch(/-info$/);
    expect(JSON.stringify(production.time_intervals)).toContain('Europe/Rome');
    const drill = configuration({ LAB_TIMING: 'drill' });
    expect(limited(drill)).toEqual([]);
    expect(drill.time_intervals).toBeUndefined();
  });

  test('when several things are wrong - then all of them are told at once', () => {
    expect(() =>
      readRoutingEnvironment({ LAB_TIMING: 'slow', PAGER_URL: 'pager', SMTP_USERNAME: 'lab' }),
    ).toThrow(
      /LAB_TIMING is "slow": production or drill[\s\S]*SMTP_PASSWORD_FILE[\s\S]*PAGER_URL is "pager"/,
    );
  });
});
