import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SloError } from '../check-spec.ts';
import { sloRuleGroups } from '../rules.ts';
import { requestsAvailability } from '../testing/specs.ts';
import { PRODUCTION } from '../timing.ts';
import { loadPolicy, loadSlos } from './load.ts';

const RETENTION = { retention: '35d' };

const good = `
version: lab/v1
service: myservice
labels: { owner: myteam }
slos:
  - name: requests-availability
    description: Common SLO based on availability for HTTP request responses.
    objective: 0.999
    period: 30d
    sli:
      kind: ratio
      errors: sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[{{.window}}]))
      total: sum(rate(http_request_duration_seconds_count{job="myservice"}[{{.window}}]))
      example:
        good: http_request_duration_seconds_count{job="myservice",code="200"}
        bad: http_request_duration_seconds_count{job="myservice",code="500"}
    alerting:
      name: MyServiceHighErrorRate
      labels: { category: availability }
      annotations: { summary: High error rate on 'myservice' requests responses }
      page: { labels: { severity: pageteam, routing_key: myteam } }
      ticket: { labels: { severity: slack, slack_channel: '#alerts-myteam' } }
`;

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SloError) return error.problems;
    throw error;
  }
  return [];
}

describe('SLO documents', () => {
  test('YAML - when it says what TypeScript says - then the rules are the same', () => {
    const [spec] = loadSlos(good, RETENTION);
    expect(spec && sloRuleGroups(spec, PRODUCTION)).toEqual(sloRuleGroups(requestsAvailability, PRODUCTION));
  });

  test('YAML - when several things have the wrong shape - then all are told, each with its place', () => {
    const bad = good
      .replace('objective: 0.999', 'objective: high')
      .replace('kind: ratio', 'kind: quota')
      .replace('service: myservice', 'service: myservice\nowner: me');
    const problems = problemsOf(() => loadSlos(bad, RETENTION)).join('\n');
    expect(problems).toMatch(/\/slos\/0\/objective .*number/);
    expect(problems).toContain('/slos/0/sli/kind "quota" is none of ratio, latency, gauge, freshness');
    expect(problems).toMatch(/owner/);
  });

  test('YAML - when an SLI lacks what its kind needs - then only that kind is asked for', () => {
    const problems = problemsOf(() => loadSlos(good.replace(/ {6}total: .*\n/, ''), RETENTION));
    expect(problems).toEqual([expect.stringMatching(/\/slos\/0\/sli .*total/)]);
  });

  test('YAML - when the arithmetic is wrong - then the same guards speak', () => {
    const problems = problemsOf(() =>
      loadSlos(good.replace('period: 30d', 'period: 28d'), { retention: '15d' }),
    );
    expect(problems).toEqual([expect.stringContaining('Prometheus forgets after 15d')]);
  });

  test.each(['', 'just text', '[', 'version: lab/v1'])(
    'YAML - when it is "%s" - then it is refused',
    (yaml) => {
      expect(problemsOf(() => loadSlos(yaml, RETENTION)).length).toBeGreaterThan(0);
    },
  );
});

describe('policy documents', () => {
  const committed = readFileSync(
    new URL('../../../../infra/slo/error-budget-policy.yaml', import.meta.url),
    'utf8',
  );

  test("the lab's policy - when it is loaded - then it goes from healthy to exhausted", () => {
    expect(loadPolicy(committed).levels.map(({ name }) => name)).toEqual(['healthy', 'careful', 'exhausted']);
  });

  test('policy - when levels overlap and a release is unknown - then it is refused', () => {
    expect(() => loadPolicy(committed.replace('remainingAbove: 0.5', 'remainingAbove: 0'))).toThrow(
      /from full to empty/,
    );
    expect(() => loadPolicy(committed.replace('allows: [feature', 'allows: [party'))).toThrow(/allows/);
  });
});
