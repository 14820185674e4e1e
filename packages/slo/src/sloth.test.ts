/**
 * What Sloth 0.16 makes of its "getting started" example, written down from the file that it publishes
 * (examples/_gen/getting-started.yml): groups, series and labels that dashboards and routes rely upon.
 */
import { describe, expect, test } from 'vitest';
import { type SloAlertRule, type SloRecordingRule, sloRuleGroups } from './rules.ts';
import { fastRequests, requestsAvailability } from './testing/specs.ts';
import { PRODUCTION } from './timing.ts';

const ID = 'myservice-requests-availability';
const LABELS = {
  owner: 'myteam',
  sloth_id: ID,
  sloth_service: 'myservice',
  sloth_slo: 'requests-availability',
};
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'];
const META = [
  'slo:objective:ratio',
  'slo:error_budget:ratio',
  'slo:time_period:days',
  'slo:current_burn_rate:ratio',
  'slo:period_burn_rate:ratio',
  'slo:period_error_budget_remaining:ratio',
];

const groups = sloRuleGroups(requestsAvailability, PRODUCTION);
const rules = groups.flatMap((group) => group.rules);
const recordings = rules.filter((rule): rule is SloRecordingRule => 'record' in rule);
const alerts = rules.filter((rule): rule is SloAlertRule => 'alert' in rule);
const recording = (name: string) => recordings.find(({ record }) => record === name);

describe("Sloth's contract", () => {
  test('groups - when they are named - then in the order and by the names of Sloth', () => {
    expect(groups.map(({ name }) => name)).toEqual([
      `sloth-slo-sli-recordings-${ID}`,
      `sloth-slo-meta-recordings-${ID}`,
      `sloth-slo-alerts-${ID}`,
    ]);
  });

  test.each(WINDOWS)(
    'window %s - when it is recorded - then series and labels are those of Sloth',
    (window) => {
      expect(recording(`slo:sli_error:ratio_rate${window}`)?.labels).toEqual({
        ...LABELS,
        sloth_window: window,
      });
    },
  );

  test.each(META)('%s - when it is recorded - then its labels are those of Sloth', (name) => {
    expect(recording(name)?.labels).toEqual(LABELS);
  });

  test('info - when a dashboard lists SLOs - then it finds all of the labels that it reads', () => {
    const { labels } = recording('sloth_slo_info') ?? {};
    expect(labels).toMatchObject({ ...LABELS, sloth_objective: '99.9' });
    expect(Object.keys(labels ?? {})).toEqual(
      expect.arrayContaining(['sloth_mode', 'sloth_spec', 'sloth_version']),
    );
  });

  test('recordings - when Sloth has none of a name - then it is one of the two that ours are summed from', () => {
    const known = [
      ...WINDOWS.map((window) => `slo:sli_error:ratio_rate${window}`),
      ...META,
      'sloth_slo_info',
    ];
    expect(recordings.map(({ record }) => record).filter((name) => !known.includes(name))).toEqual([
      'slo:sli_bad_events:rate',
      'slo:sli_events:rate',
    ]);
  });

  test('alerts - when the budget burns - then a page and a ticket of one name carry both severities', () => {
    expect(alerts.map(({ alert, labels }) => [alert, labels.sloth_severity, labels.severity])).toEqual([
      ['MyServiceHighErrorRate', 'page', 'pageteam'],
      ['MyServiceHighErrorRate', 'ticket', 'slack'],
    ]);
    expect(alerts[0]?.labels).toMatchObject({ category: 'availability', routing_key: 'myteam' });
    expect(alerts[1]?.labels).not.toHaveProperty('routing_key');
    expect(alerts[0]?.annotations.title).toMatch(/^\(page\) .* SLO error budget burn rate is too fast\.$/);
  });

  test('alerts - when they compare - then windows and factors are the four pairs of the SRE Workbook', () => {
    const compared = alerts.map(({ expr }) =>
      [...expr.matchAll(/ratio_rate(\w+)\{[^}]*\} > \(([\d.]+) \* ([\d.]+)\)/g)].map((match) =>
        match.slice(1),
      ),
    );
    expect(compared).toEqual([
      [
        ['5m', '14.4', '0.001'],
        ['1h', '14.4', '0.001'],
        ['30m', '6', '0.001'],
        ['6h', '6', '0.001'],
      ],
      [
        ['2h', '3', '0.001'],
        ['1d', '3', '0.001'],
        ['6h', '1', '0.001'],
        ['3d', '1', '0.001'],
      ],
    ]);
  });

  test('numbers - when they are written - then without the noise of floating point', () => {
    expect(recording('slo:objective:ratio')?.expr).toBe('vector(0.999)');
    expect(recording('slo:error_budget:ratio')?.expr).toBe('vector(0.001)');
    expect(rules.map(({ expr }) => expr).join('\n')).not.toMatch(/\d\.\d{16,}/);
  });

  test('7 days - when the period is another - then so are its series and its factors', () => {
    const week = sloRuleGroups(fastRequests, PRODUCTION).flatMap((group) => group.rules);
    expect(week.some((rule) => 'record' in rule && rule.record === 'slo:sli_error:ratio_rate7d')).toBe(true);
    expect(week.map(({ expr }) => expr).join('\n')).toContain('> (13.44 * 0.01)');
  });
});
