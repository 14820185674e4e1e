import { describe, expect, test } from 'vitest';
import { type AlertFacts, alertLinks } from './links.ts';

const BASES = { docsUrl: 'https://docs.example.com', grafanaUrl: 'https://grafana.example.com' };
const ALERT: AlertFacts = {
  status: 'firing',
  labels: { alertname: 'HighErrorRate', service: 'inference' },
  annotations: { runbook_url: 'docs/runbooks/HighErrorRate.md', dashboard_url: '/d/services-red' },
  startsAt: '2026-11-20T10:00:00.000Z',
  endsAt: '0001-01-01T00:00:00Z',
};

interface Pane {
  readonly datasource: string;
  readonly queries: readonly Readonly<Record<string, unknown>>[];
  readonly range: { readonly from: string; readonly to: string };
}

const linkOf = (label: string, alert: AlertFacts = ALERT): URL =>
  new URL(alertLinks(BASES, alert).find((link) => link.label === label)?.url ?? '');
const paneOf = (label: string, alert?: AlertFacts): Pane =>
  JSON.parse(linkOf(label, alert).searchParams.get('panes') ?? '').lab;

describe('links', () => {
  test('when an alert fires - then runbook and dashboard are its own, below the bases', () => {
    expect(linkOf('Runbook').href).toBe('https://docs.example.com/docs/runbooks/HighErrorRate.md');
    expect(linkOf('Dashboard').href).toBe(
      `https://grafana.example.com/d/services-red?from=${Date.parse('2026-11-20T09:45:00Z')}&to=now`,
    );
  });

  test('when an alert fires - then logs and traces are those of its service, from a quarter of an hour before it', () => {
    const range = { from: String(Date.parse('2026-11-20T09:45:00Z')), to: 'now' };
    expect(paneOf('Logs')).toMatchObject({
      datasource: 'loki',
      queries: [{ expr: '{service_name="inference"}' }],
      range,
    });
    expect(paneOf('Traces')).toMatchObject({
      datasource: 'tempo',
      queries: [{ query: '{resource.service.name="inference"}', queryType: 'traceql' }],
      range,
    });
  });

  test('when an alert is over - then the range ends a quarter of an hour after it', () => {
    const over: AlertFacts = { ...ALERT, status: 'resolved', endsAt: '2026-11-20T10:30:00Z' };
    expect(paneOf('Logs', over).range.to).toBe(String(Date.parse('2026-11-20T10:45:00Z')));
    expect(linkOf('Dashboard', over).searchParams.get('to')).toBe(String(Date.parse('2026-11-20T10:45:00Z')));
  });

  test('when an alert has no service and no annotations - then every link still leads somewhere', () => {
    const bare: AlertFacts = { ...ALERT, labels: { alertname: 'Strange' }, annotations: {} };
    expect(linkOf('Runbook', bare).href).toBe('https://docs.example.com/');
    expect(linkOf('Dashboard', bare).pathname).toBe('/');
    expect(paneOf('Logs', bare).queries[0]).toMatchObject({ expr: '{service_name=~".+"}' });
    expect(paneOf('Traces', bare).queries[0]).toMatchObject({ query: '{}' });
  });

  test('when the service holds quotes - then it stays inside the query', () => {
    const odd: AlertFacts = { ...ALERT, labels: { service: '"} |= "x' } };
    expect(paneOf('Logs', odd).queries[0]).toMatchObject({ expr: '{service_name="\\"} |= \\"x"}' });
  });
});
