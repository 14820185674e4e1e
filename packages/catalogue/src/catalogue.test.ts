import { describe, expect, test } from 'vitest';
import * as catalogue from './index.ts';
import type { MetricDefinition } from './metric.ts';

const isDefinition = (value: unknown): value is MetricDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'name' in value && 'labels' in value;

const definitions = Object.values<unknown>(catalogue).filter(isDefinition);
const named = definitions.map((definition) => [definition.name, definition] as const);
const histograms = named.filter(([, definition]) => definition.type === 'histogram');

/** Units that promtool ("check metrics") and the naming guide want in their base form. */
const SCALED_UNITS =
  /_(?:milliseconds|ms|microseconds|us|nanoseconds|ns|minutes|hours|days|kilobytes|kb|megabytes|mb|gigabytes|gb|percent)(?:_|$)/;
/** Suffixes that the exposition formats give a meaning to, so that no family may end in them. */
const RESERVED_SUFFIX = /_(?:bucket|count|sum|created|info_total)$/;

/** Durations are seconds and say so; the others count things or are without a unit. */
const WITHOUT_UNIT: Readonly<Record<string, string>> = {
  ml_model_batch_rows: 'rows are its unit',
  ml_prediction_score: 'a probability has none',
  ml_labelled_score: 'a probability has none',
};
/** Names that other tools or the seeds own. */
const TIMESTAMP_WITHOUT_UNIT: Readonly<Record<string, string>> = {
  data_last_updated_timestamp: 'the name that the seed dashboards ask for',
};

/** Series that exist to be too many. */
const MEANT_TO_EXPLODE: Readonly<Record<string, string>> = {
  service_fault_series: 'what the fault series_explosion exports, so that budgets and limits can be drilled',
};

describe('the catalogue', () => {
  test('catalogue - when it is read - then it holds definitions of every type', () => {
    expect(new Set(definitions.map(({ type }) => type))).toEqual(new Set(['counter', 'gauge', 'histogram']));
    expect(definitions.length).toBeGreaterThan(40);
  });

  test('catalogue - when two files define metrics - then no name is given twice', () => {
    const names = definitions.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('catalogue - when OpenMetrics takes `_total` off its counters - then no family clashes with another', () => {
    const families = definitions.map(({ type, name }) =>
      type === 'counter' ? name.replace(/_total$/, '') : name,
    );
    expect(families.filter((name, index) => families.indexOf(name) !== index)).toEqual([]);
  });

  test.each(named)(
    '%s - when it is named - then Prometheus and promtool accept the name',
    (name, definition) => {
      expect(name).toMatch(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
      expect(name).not.toMatch(SCALED_UNITS);
      expect(name).not.toMatch(RESERVED_SUFFIX);
      expect(name).not.toMatch(new RegExp(`_(?:counter|gauge|histogram|${definition.type})(?:_|$)`));
      expect(name.endsWith('_total')).toBe(definition.type === 'counter');
      if (definition.type === 'histogram' && !(name in WITHOUT_UNIT)) expect(name).toMatch(/_seconds$/);
      if (name.includes('timestamp') && !(name in TIMESTAMP_WITHOUT_UNIT))
        expect(name).toMatch(/_timestamp_seconds$/);
    },
  );

  test.each([...Object.keys(WITHOUT_UNIT), ...Object.keys(TIMESTAMP_WITHOUT_UNIT)])(
    '%s - when it is listed as an exception - then it still exists',
    (name) => {
      expect(definitions.some((definition) => definition.name === name)).toBe(true);
    },
  );

  test.each(named)('%s - when its help is shown - then it is a sentence', (_name, { help }) => {
    expect(help).toMatch(/^[A-Z0-9].*[^.\s]\.$/s);
    expect(help).not.toMatch(/[\n\t]|\s{2}/);
  });

  test.each(named)(
    '%s - when its labels are read - then each is a plain name with a real bound',
    (name, { labels }) => {
      for (const [label, bound] of Object.entries(labels)) {
        expect(label).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(['le', 'quantile', 'job', 'instance']).not.toContain(label);
        if (typeof bound === 'number') {
          expect(Number.isInteger(bound)).toBe(true);
          expect(bound).toBeGreaterThan(0);
          if (!(name in MEANT_TO_EXPLODE)) expect(bound).toBeLessThanOrEqual(200);
        } else {
          expect(bound.length).toBeGreaterThan(0);
          expect(new Set(bound).size).toBe(bound.length);
        }
      }
    },
  );

  test.each(histograms)(
    '%s - when its buckets are read - then they are finite and ascending',
    (_name, { buckets }) => {
      const bounds = buckets ?? [];
      expect(bounds.length).toBeGreaterThan(2);
      expect(bounds.every(Number.isFinite)).toBe(true);
      expect([...new Set(bounds)].sort((left, right) => left - right)).toEqual([...bounds]);
    },
  );

  test.each(named.filter(([, { type }]) => type !== 'histogram'))(
    '%s - when it is no histogram - then it has no buckets',
    (_name, { buckets }) => {
      expect(buckets).toBeUndefined();
    },
  );

  test.each([
    'http_server_request_duration_seconds',
    'ml_prediction_duration_seconds',
    'traffic_request_duration_seconds',
  ])('%s - when SLOs ask for 0.5 s and 1 s - then both are bounds', (name) => {
    const bounds = definitions.find((definition) => definition.name === name)?.buckets;
    expect(bounds).toContain(0.5);
    expect(bounds).toContain(1);
  });
});
