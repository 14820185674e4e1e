import { eventually } from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, deliverAll, idOf, prediction, type TestRecord } from '../test/otlp-logs.ts';

const MODEL = 'model_name="fraud-detection"';

interface Comparison {
  comparison: string;
  verdict: string;
  difference?: number;
  champion_samples: number;
  challenger_samples: number;
}

describe('experiments, request quality and retention', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await startMonitor(database.url, {
      env: {
        MONITOR_RETENTION_INTERVAL_MS: '300',
        MONITOR_RETENTION_MS: '3600000',
        MONITOR_EARLY_LABEL_MS: '1000',
      },
    });
  }, 60_000);
  beforeEach(() => database.sql('TRUNCATE monitor.predictions, monitor.labels, monitor.experiments'));
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  const champion = (change: Record<string, unknown> = {}): TestRecord => prediction(change);
  const canary = (change: Record<string, unknown> = {}): TestRecord =>
    prediction({ model_version: '2', model_role: 'canary', ...change });
  const failed = {
    event_type: 'model_prediction_failed',
    error_code: 'INFERENCE_FAILED',
    features: undefined,
  };
  const many = (count: number, make: (index: number) => TestRecord): TestRecord[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const store = (records: readonly TestRecord[]): Promise<void> => deliverAll(monitor.url, records);
  const comparisons = async (): Promise<Map<string, Comparison>> => {
    const { experiments } = (await (await fetch(`${monitor.url}/v1/experiments`)).json()) as {
      experiments: { challenger_version: string; comparisons: Comparison[] }[];
    };
    expect(experiments.map(({ challenger_version }) => challenger_version)).toEqual(['2']);
    return new Map((experiments[0]?.comparisons ?? []).map((entry) => [entry.comparison, entry]));
  };

  it('experiment - when there is a champion alone - then there is none', async () => {
    await store([champion()]);
    expect(await (await fetch(`${monitor.url}/v1/experiments`)).json()).toEqual({ experiments: [] });
  });

  it('experiment - when the canary has answered five times - then the data do not suffice', async () => {
    await store([canary(), ...many(200, () => champion()), ...many(4, () => canary())]);
    const error = (await comparisons()).get('error_rate');
    expect(error).toMatchObject({ verdict: 'not_enough_data', challenger_samples: 5 });
  });

  it('experiment - when the canary fails and is slow - then it is worse in both, in metrics and lines too', async () => {
    const slowAndFailing = (index: number): TestRecord =>
      index % 5 === 0 ? canary(failed) : canary({ latency_ms: 80 + (index % 7) });
    // What is slow is read from what the champion did before.
    const before = Date.now() - 60_000;
    await store([
      ...many(100, (index) => prediction({ latency_ms: 4 + (index % 10) }, before + index)),
      canary(),
      ...many(600, (index) => champion({ latency_ms: 4 + (index % 10) })),
      ...many(150, slowAndFailing),
    ]);
    const found = await comparisons();
    expect(found.get('error_rate')).toMatchObject({ verdict: 'worse', challenger_samples: 151 });
    expect(found.get('error_rate')?.difference).toBeCloseTo(30 / 151, 2);
    expect(found.get('latency')).toMatchObject({ verdict: 'worse' });
    expect(found.get('latency')?.difference).toBeGreaterThan(0.06);
    const verdict = `ml_experiment_verdict{${MODEL},challenger_version="2",comparison="error_rate",verdict="worse"}`;
    expect(await monitor.metric(verdict)).toBe(1);
    expect(monitor.events('experiment_verdict')).toContainEqual(
      expect.objectContaining({ comparison: 'error_rate', verdict: 'worse', challenger_version: '2' }),
    );
  });

  it('experiment - when labels show that the canary is right more often - then its accuracy is better', async () => {
    const first = canary(); // the comparison begins with it
    const own = many(600, () => champion());
    const other = many(400, () => canary());
    await store([first, ...own, ...other]);
    // The champion approves a third of the frauds, the canary none.
    await monitor.label([
      ...own.map((record, index) => ({ id: idOf(record), isFraud: index % 3 === 0, at: record.time ?? 0 })),
    ]);
    await monitor.label([
      ...other.map((record) => ({ id: idOf(record), isFraud: false, at: record.time ?? 0 })),
    ]);
    expect((await comparisons()).get('accuracy')).toMatchObject({ verdict: 'better' });
  });

  it('experiment - when it outlasts the window and the rows - then everything since its beginning counts', async () => {
    const minute = 60_000;
    let time = Date.now() - 30 * minute;
    const own = await startMonitor(database.url, {
      env: { MONITOR_EXPERIMENT_WINDOW_MS: String(2 * minute) },
      now: () => time,
    });
    const look = async (): Promise<{ since: string; comparisons: Comparison[] }> => {
      const { experiments } = (await (await fetch(`${own.url}/v1/experiments`)).json()) as {
        experiments: { since: string; comparisons: Comparison[] }[];
      };
      return experiments[0] as { since: string; comparisons: Comparison[] };
    };
    const began = time;
    await deliver(own.url, [prediction({ model_version: '2', model_role: 'canary' }, began)]);
    let found: Comparison | undefined;
    for (let passed = 1; passed <= 8 && found === undefined; passed += 1) {
      // One in fifty fails: too few for what a window of two minutes holds to tell from the champion's none.
      const rows = many(440, (index) => {
        const at = time + 1 + (index * minute) / 440;
        if (index % 4 !== 0) return prediction({}, at);
        const fails = index % 200 === 0 ? failed : {};
        return prediction({ model_version: '2', model_role: 'canary', ...fails }, at);
      });
      await deliver(own.url, rows);
      time += minute + 1000;
      const { since, comparisons: told } = await look();
      expect(Date.parse(since)).toBe(began);
      const error = told.find(({ comparison }) => comparison === 'error_rate') as Comparison;
      // The newest rows of the champion wait for the next answer of the canary.
      expect(error.champion_samples).toBe(330 * passed - 3);
      expect(error.challenger_samples).toBe(110 * passed + 1);
      if (error.verdict === 'worse') found = error;
      // What was settled is in the sums: its rows may go.
      const settled = (time - 2 * minute) / 1000;
      await database.sql(`DELETE FROM monitor.predictions WHERE predicted_at < to_timestamp(${settled})`);
    }
    await own.close();
    expect(found?.challenger_samples).toBeGreaterThan(2 * 110 + 1);
  });

  it('experiment - when the monitor restarts - then the test goes on where it was, and nothing counts twice', async () => {
    const minute = 60_000;
    const time = Date.now();
    const rows = (from: number): TestRecord[] =>
      many(200, (index) => {
        const at = from + index * 100;
        return index % 2 === 0
          ? prediction({}, at)
          : prediction({ model_version: '2', model_role: 'canary' }, at);
      });
    await store(rows(time - 20 * minute));
    await store(rows(time - 30_000));
    expect((await comparisons()).get('error_rate')).toMatchObject({
      champion_samples: 199,
      challenger_samples: 200,
    });
    const other = await startMonitor(database.url);
    for (const at of [monitor, other, monitor]) {
      const { experiments } = (await (await fetch(`${at.url}/v1/experiments`)).json()) as {
        experiments: { comparisons: Comparison[] }[];
      };
      const error = experiments[0]?.comparisons.find(({ comparison }) => comparison === 'error_rate');
      expect(error).toMatchObject({ champion_samples: 199, challenger_samples: 200 });
    }
    await other.close();
  });

  it('experiment - when another version becomes champion - then it is another experiment', async () => {
    const before = Date.now() - 60_000;
    await store([
      ...many(50, (index) => prediction({ model_version: '2', model_role: 'canary' }, before + 2 * index)),
      ...many(50, (index) => prediction({}, before + 2 * index + 1)),
    ]);
    expect((await comparisons()).get('error_rate')).toMatchObject({
      champion_samples: 49,
      challenger_samples: 50,
    });
    await store([champion({ model_version: '3' }), canary(), canary()]);
    expect((await comparisons()).get('error_rate')).toMatchObject({ challenger_samples: 2 });
  });

  it('request quality - when values are missing, absurd or unknown - then each is counted and told', async () => {
    const features = {
      amount: 500_000,
      merchant_category: 'space_travel',
      hour_of_day: 'noon',
      distance_from_home_km: null,
      card_present: true,
    };
    monitor.lines.length = 0;
    await store([prediction({ features })]);
    const issue = (feature: string, check: string) =>
      monitor.metric(`ml_request_quality_issues_total{${MODEL},feature_name="${feature}",check="${check}"}`);
    await eventually('the checks', async () => ((await issue('amount', 'range')) === 1 ? true : undefined));
    expect(await issue('merchant_category', 'unseen_category')).toBe(1);
    expect(await issue('hour_of_day', 'schema')).toBe(1);
    expect(await issue('distance_from_home_km', 'null')).toBe(1);
    expect(await issue('card_present', 'schema')).toBe(0);
    const lines = (feature: string) =>
      monitor.events('data_quality_issue').filter(({ feature_name }) => feature_name === feature);
    expect(lines('merchant_category')).toEqual([
      expect.objectContaining({ check: 'unseen_category', value: 'string' }),
    ]);
    await store(many(20, () => prediction({ features })));
    await eventually('the checks', async () => ((await issue('amount', 'range')) === 21 ? true : undefined));
    expect(lines('amount')).toHaveLength(1);
  });

  it('retention - when rows are older than they are kept - then they go, and early labels expire', async () => {
    const old = many(300, () => prediction({}, Date.now() - 7_200_000));
    const young = prediction();
    await store([...old, young]);
    await monitor.label([{ id: 'nobody-knows', isFraud: true }]);
    const left = async (): Promise<number> => {
      const [row] = await database.sql<{ count: number }>(
        'SELECT count(*)::integer AS count FROM monitor.predictions WHERE NOT sampled',
      );
      return row?.count ?? -1;
    };
    await eventually('old rows are gone', async () => ((await left()) <= 1 ? true : undefined));
    await eventually('the early label expires', async () =>
      (await monitor.metric('ml_labels_received_total{outcome="expired"}')) === 1 ? true : undefined,
    );
    const [kept] = await database.sql<{ count: number }>(
      `SELECT count(*)::integer AS count FROM monitor.predictions WHERE prediction_id = '${idOf(young)}'`,
    );
    expect(kept?.count).toBe(1);
  });
});
