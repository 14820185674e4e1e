/** Both timings are the same rules: put back sixty times slower, the drill's files are those of production. */
import { DRILL, PRODUCTION } from '@lab/slo/timing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles } from './generated-files.ts';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
}

const files = generatedFiles();
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A duration by itself: not the end of a name (`rate5m`), not within a string. Written without regard to timing.ts. */
const DURATION = /(?<![\w."])(?:\d+(?:ms|[smhd]))+(?![\w."])/g;

const milliseconds = (duration: string): number =>
  [...duration.matchAll(/(\d+)(ms|[smhd])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? Number.NaN),
    0,
  );

/** What the catalogue writes itself; objectives prove with their own arithmetic that both timings burn the same share. */
const rulesOf = (timing: string): readonly (readonly [string, Rule])[] =>
  [...files]
    .filter(([path]) => new RegExp(`^infra/(prometheus|loki)/rules/${timing}/(?!slo-)`).test(path))
    .flatMap(([, text]) => (parse(text) as { groups: { rules: Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules.map((rule) => [rule.alert ?? rule.record ?? '', rule] as const));

const drill = new Map(rulesOf('drill'));
const divided = (duration: string): number => milliseconds(duration) / DRILL.divisor;

describe('timings', () => {
  test('files - when both folders are listed - then they hold the same rules', () => {
    expect(rulesOf('drill').map(([name]) => name)).toEqual(rulesOf('production').map(([name]) => name));
    expect(drill.size).toBeGreaterThan(20);
  });

  test.each(rulesOf('production'))(
    '%s - when it is drilled - then every time in it is a sixtieth, and nothing else differs',
    (name, production) => {
      const { expr, for: wait, ...rest } = drill.get(name) ?? { expr: '' };
      const { expr: written, for: patience, ...same } = production;
      expect(rest).toEqual(same);
      expect(expr.replaceAll(DURATION, '…')).toBe(written.replaceAll(DURATION, '…'));
      const times = (expression: string) => expression.match(DURATION) ?? [];
      expect(times(expr).map(milliseconds)).toEqual(times(written).map(divided));
      expect(milliseconds(wait ?? '0s')).toBe(divided(patience ?? '0s'));
    },
  );

  test('configuration of the drill - when it is put beside the one of production - then only its intervals differ', () => {
    const config = parse(files.get('infra/prometheus/drill/prometheus.yml') ?? '') as {
      global: Record<string, unknown>;
      scrape_configs: readonly Record<string, unknown>[];
    };
    expect(config.global).toMatchObject({
      scrape_interval: DRILL.scrapeInterval,
      scrape_timeout: DRILL.scrapeInterval,
      evaluation_interval: DRILL.evaluationInterval,
    });
    for (const { scrape_interval = DRILL.scrapeInterval } of config.scrape_configs)
      expect(scrape_interval).toBe(DRILL.scrapeInterval);
    expect(PRODUCTION.evaluationInterval).toBe('5s');
  });
});
