import type { DriftReport } from '@lab/drift-report';
import { engineTools } from '@lab/engine-clients/testing';
import { eventually } from '@lab/instrumentation/testing';
import { binsOf, type ReferenceProfile, readReferenceProfile } from '@lab/model/profile';
import { createWorld } from '@lab/model/world';
import { startTestDatabase } from '@lab/postgres/testing';
import { jensenShannonDistance } from '@lab/statistics/distances';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, type TestRecord } from '../test/otlp-logs.ts';
import {
  type BinCounts,
  countPayments,
  type Distances,
  distancesOf,
} from '../test/replicas/binned-distances.ts';
import { type FeatureAnswers, startFeatureAnswers } from '../test/replicas/feature-answers.ts';
import { InferenceReplica } from '../test/replicas/inference-replica.ts';
import { nextPayments, type Payment } from '../test/replicas/payment.ts';
import { DriftPrometheus, type RecordedDrift } from '../test/replicas/recorded-drift.ts';

const prometheusBinary = engineTools(['prometheus'])?.prometheus;
const ROWS = 1000;
const ROWS_AFTER_RESTART = 500;
const BATCH_ROWS = 250;
/** `increase` reaches past the last scrape, for each replica a little differently: less, the longer both were scraped. */
const SETTLED_WITHIN = 0.01;
/** With the replicas weighted as `increase` has weighted them nothing is left but rounding. */
const SAME_WITHIN = 1e-9;
const SETTLE_LIMIT_MS = 60_000;
const STORE_LIMIT_MS = 60_000;
const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 60_000;

describe.skipIf(prometheusBinary === undefined)('drift over replicas', { timeout: 240_000 }, () => {
  const world = createWorld({ seed: 11 });
  const usual = nextPayments(world, ROWS, 'usual');
  world.setDrift({ amountScale: 2, merchantMix: { gaming: 5 }, hourShift: 6 });
  const drifted = nextPayments(world, ROWS, 'drifted');
  const afterRestart = nextPayments(world, ROWS_AFTER_RESTART, 'after_restart');
  const warmUp = nextPayments(createWorld({ seed: 12 }), 1, 'warm_up');

  const resources = new AsyncDisposableStack();
  let profile: ReferenceProfile;
  let features: FeatureAnswers;
  let monitor: TestMonitor;
  let prometheus: DriftPrometheus;
  let first: InferenceReplica;
  let second: InferenceReplica;
  /** What the monitor says of all that both have served. */
  let report: DriftReport;

  beforeAll(async () => {
    profile = await readReferenceProfile(`${MODELS}/fraud-detection/2/reference-profile.json`);
    features = resources.use(await startFeatureAnswers());
    features.learn([...warmUp, ...usual, ...drifted, ...afterRestart]);
    first = resources.use(new InferenceReplica(features.url));
    second = resources.use(new InferenceReplica(features.url));
    const database = resources.adopt(await startTestDatabase(), (opened) => opened.close());
    monitor = resources.adopt(
      await startMonitor(database.url, {
        env: { MONITOR_DRIFT_ROWS: String(2 * ROWS), DATABASE_TIMEOUT_MS: '30000' },
      }),
      (opened) => opened.close(),
    );
    await Promise.all([first.ready(), second.ready()]);
    prometheus = resources.use(
      await DriftPrometheus.start(prometheusBinary ?? '', [first.instance, second.instance]),
    );
    await Promise.all([warm(first), warm(second)]);
    const [ofFirst, ofSecond] = await Promise.all([first.serve(usual), second.serve(drifted)]);
    await Promise.all([first, second].map(({ instance }) => prometheus.untilCounted(instance, ROWS)));
    report = await monitorsReport([...ofFirst, ...ofSecond]);
  }, START_LIMIT_MS);

  afterAll(() => resources.disposeAsync(), STOP_LIMIT_MS);

  async function monitorsReport(records: readonly TestRecord[]): Promise<DriftReport> {
    for (let at = 0; at < records.length; at += BATCH_ROWS) {
      const batch = records.slice(at, at + BATCH_ROWS);
      // As the Collector does where the database was slow: again is not twice.
      await eventually(
        'a batch is stored',
        async () => ((await deliver(monitor.url, batch)).ok ? true : undefined),
        STORE_LIMIT_MS,
      );
    }
    const { reports } = (await (await monitor.post('/v1/drift/runs')).json()) as { reports: DriftReport[] };
    expect(reports).toMatchObject([{ model_version: '2', current: { rows: 2 * ROWS } }]);
    return reports[0] as DriftReport;
  }

  /** Its counters are there, at 0: the first prediction of a version is not counted, its profile is read meanwhile. */
  async function warm(replica: InferenceReplica): Promise<void> {
    await replica.serve(warmUp);
    await prometheus.untilCounted(replica.instance, 0);
  }

  const halves = () =>
    new Map([
      [first.instance, usual],
      [second.instance, drifted],
    ]);

  const referenceOf = (feature: string): Float64Array => {
    const summary = profile.features.find(({ name }) => name === feature);
    if (summary === undefined) throw new Error(`the profile has no ${feature}`);
    return binsOf(summary).reference;
  };

  const distances = (counts: BinCounts): Map<string, Distances> =>
    new Map([...counts].map(([feature, current]) => [feature, distancesOf(referenceOf(feature), current)]));

  /** Each replica's own counts, weighted as `increase` has weighted the replica. */
  function asIncreased(
    served: ReadonlyMap<string, readonly Payment[]>,
    { increases }: RecordedDrift,
  ): BinCounts {
    const summed = new Map<string, number[]>();
    for (const [instance, payments] of served) {
      for (const [feature, counts] of countPayments(profile, payments)) {
        const weight = (increases.get(feature)?.get(instance) ?? 0) / payments.length;
        const before = summed.get(feature);
        summed.set(
          feature,
          counts.map((count, bin) => (before?.[bin] ?? 0) + weight * count),
        );
      }
    }
    return summed;
  }

  /** An evaluation whose distances are those of all payments together. */
  async function settled(served: ReadonlyMap<string, readonly Payment[]>): Promise<RecordedDrift> {
    const pooled = distances(countPayments(profile, [...served.values()].flat()));
    const seen: RecordedDrift[] = [];
    const differences = async () => {
      const recorded = await prometheus.newest();
      if (recorded === undefined) return undefined;
      seen.push(recorded);
      return {
        pooled: furthest(recorded.distances, pooled),
        asIncreased: furthest(recorded.distances, distances(asIncreased(served, recorded))),
      };
    };
    await expect
      .poll(differences, { timeout: SETTLE_LIMIT_MS, interval: 500 })
      .toSatisfy((found) => found?.pooled < SETTLED_WITHIN && found?.asIncreased < SAME_WITHIN);
    const recorded = seen.at(-1) as RecordedDrift;
    expect(recorded.distances.size).toBe(profile.features.length);
    return recorded;
  }

  it('recorded distances - when two replicas serve a half each and one half has drifted - then they are those of the pooled rows', async () => {
    const recorded = await settled(halves());
    // Neither a half alone nor the mean of the two would do.
    const psiOf = (payments: readonly Payment[]): number =>
      distances(countPayments(profile, payments)).get('amount')?.psi ?? Number.NaN;
    const psi = recorded.distances.get('amount')?.psi;
    expect(psi).toBeGreaterThan(2 * psiOf(usual));
    expect(psi).toBeLessThan(0.8 * ((psiOf(usual) + psiOf(drifted)) / 2));
  });

  it('monitor - when it is told of the same predictions - then its bins and their distances are those that are recorded', async () => {
    const recorded = await settled(halves());
    const pooled = countPayments(profile, [...usual, ...drifted]);
    for (const { name, bins } of report.features) {
      const counted = bins.map(({ current }) => Math.round(current * 2 * ROWS));
      expect(counted, name).toEqual(pooled.get(name));
      expect(
        bins.map(({ label }) => label).filter((label) => !recorded.shares.get(name)?.has(label)),
      ).toEqual([]);
    }
    const own = new Map(
      report.features.map(({ name, bins }) => [
        name,
        distancesOf(
          bins.map(({ reference }) => reference),
          bins.map(({ current }) => current),
        ),
      ]),
    );
    expect(own.size).toBe(profile.features.length);
    expect(furthest(recorded.distances, own)).toBeLessThan(SETTLED_WITHIN);
  });

  it('monitor - when it compares categories - then its statistic is the distance from its sample of the reference', async () => {
    const categories = report.features.filter(({ method }) => method === 'jensen_shannon');
    expect(categories.map(({ name }) => name)).toEqual(['card_present', 'merchant_category']);
    const recorded = await settled(halves());
    for (const { name, statistic, bins } of categories) {
      const sample = bins.map(
        ({ label }) => profile.sample[name]?.filter((value) => value === label).length ?? 0,
      );
      const shares = bins.map(({ label }) => recorded.shares.get(name)?.get(label) ?? 0);
      expect(Math.abs(jensenShannonDistance(sample, shares) - (statistic ?? Number.NaN)), name).toBeLessThan(
        SETTLED_WITHIN,
      );
      const exact = jensenShannonDistance(
        sample,
        bins.map(({ current }) => current),
      );
      expect(statistic, name).toBeCloseTo(exact, 9);
    }
  });

  it('restart - when a replica is killed and counts from 0 again - then nothing that it had counted is lost', async () => {
    await second[Symbol.asyncDispose]();
    await prometheus.untilDown(second.instance);
    second = resources.use(new InferenceReplica(features.url, second.port));
    await second.ready();
    await warm(second);
    await second.serve(afterRestart);
    await prometheus.untilCounted(second.instance, ROWS_AFTER_RESTART);
    await settled(
      new Map([
        [first.instance, usual],
        [second.instance, [...drifted, ...afterRestart]],
      ]),
    );
  });
});

/** The largest difference of two distances of any feature; of PSI in parts of the index, once it is above 0.1. */
function furthest(actual: ReadonlyMap<string, Distances>, expected: ReadonlyMap<string, Distances>): number {
  return Math.max(
    ...[...expected].flatMap(([feature, { psi, jensenShannon }]) => {
      const other = actual.get(feature);
      if (other === undefined) return [Number.POSITIVE_INFINITY];
      return [Math.abs(other.psi - psi) / Math.max(0.1, psi), Math.abs(other.jensenShannon - jensenShannon)];
    }),
  );
}
