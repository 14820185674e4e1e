import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { testSettings } from '../testing/repository.ts';
import { stageAlertmanager } from './alertmanager-staging.ts';

interface Configuration {
  readonly templates: readonly string[];
  readonly route: { readonly group_wait: string };
  readonly receivers: readonly {
    readonly name: string;
    readonly webhook_configs?: readonly { readonly url: string }[];
    readonly slack_configs?: readonly Readonly<Record<string, unknown>>[];
    readonly email_configs?: readonly Readonly<Record<string, unknown>>[];
  }[];
}

const staged = (
  labEnv: Record<string, string> = {},
  env: Record<string, string> = {},
): { configuration: Configuration; links: string; root: string } => {
  const settings = testSettings(labEnv);
  const path = stageAlertmanager(settings, env);
  return {
    configuration: parse(readFileSync(path, 'utf8')) as Configuration,
    links: readFileSync(join(dirname(path), 'links.tmpl'), 'utf8'),
    root: settings.root,
  };
};

describe('stageAlertmanager', () => {
  test('when the ports are moved - then everybody is told at the moved ports, and no name of Compose is left', () => {
    const { configuration, links, root } = staged({ LAB_PORT_OFFSET: '1000' });
    const text = JSON.stringify(configuration);
    expect(text).toContain('http://127.0.0.1:9085/webhook');
    expect(text).toContain('"smarthost":"127.0.0.1:9025"');
    expect(text).not.toMatch(/pager:8085|autopilot:8083|\/run\/secrets/);
    expect(configuration.templates).toEqual([`${root}/infra/alertmanager/templates/*.tmpl`, 'links.tmpl']);
    expect(links).toContain('http://127.0.0.1:9085{{ with .Annotations.runbook_url }}');
    expect(links).toContain('http://127.0.0.1:4000/explore');
  });

  test.each([
    ['production', '30s'],
    ['drill', '1s'],
  ])('when LAB_TIMING is %s - then a group waits %s', (LAB_TIMING, wait) => {
    expect(staged({ LAB_TIMING }).configuration.route.group_wait).toBe(wait);
  });

  test('when the caller names Slack and a mail server - then those are told instead of the pager', () => {
    const { configuration } = staged(
      {},
      { SLACK_WEBHOOK_URL_FILE: '/somewhere/slack', SMTP_SMARTHOST: 'mail.example.com:587' },
    );
    const critical = configuration.receivers.find(({ name }) => name === 'ml-platform-critical');
    expect(critical?.slack_configs?.[0]).toMatchObject({ api_url_file: '/somewhere/slack' });
    expect(critical?.slack_configs?.[0]).not.toHaveProperty('http_config');
    expect(critical?.email_configs?.[0]).toMatchObject({
      smarthost: 'mail.example.com:587',
      require_tls: true,
    });
  });
});
