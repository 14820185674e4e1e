import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../adapters/window-store.ts';
import { beginExperiment, type Experiment, look } from './experiment.ts';

const SECOND = 1000;
const CHALLENGER = { version: '2', role: 'canary' } as const;

/** One answer of each kind in ten is the canary's. */
function answers(from: number, count: number, latencyOf: (row: number, role: string) => number): Outcome[] {
  return Array.from({ length: count }, (_, row) => {
    const role = row % 10 === 0 ? 'canary' : 'champion';
    return {
      modelVersion: role === 'canary' ? '2' : '1',
      role,
      predictedAt: from + row,
      latencyMs: latencyOf(row, role),
      score: 0.1,
      decision: 'approve' as const,
      isFraud: null,
    };
  });
}

const begin = (before: readonly Outcome[], since: number): Experiment =>
  beginExperiment({ champion: '1', challenger: CHALLENGER, since, answeredAt: since, before });

function settle(experiment: Experiment, rows: readonly Outcome[]) {
  const now = rows.at(-1)?.predictedAt ?? 0;
  const { experiment: next, comparisons } = look(
    experiment,
    {
      settled: rows,
      settledThrough: now,
      live: [],
      mature: [],
      matureThrough: experiment.labelsCountedThrough,
      shown: rows,
    },
    { now, standsMs: 10 * SECOND, profile: undefined },
  );
  return { next, latency: comparisons.find(({ comparison }) => comparison === 'latency') };
}

/** 4 to 13 ms. */
const quick = (row: number): number => 4 + (Math.floor(row / 10) % 10);

describe('latency of an experiment', () => {
  test('when the champion was known before - then a tenth of what it did is the bound, and a slow canary is found', () => {
    const experiment = begin(answers(0, 500, quick), 600);
    expect(experiment.slowMs).toBe(13);
    const { latency } = settle(
      experiment,
      answers(600, 2000, (row, role) => (role === 'canary' ? 30 : quick(row))),
    );
    expect(latency).toMatchObject({ verdict: 'worse', champion: 1800, challenger: 200 });
    expect(latency?.difference).toBeCloseTo(0.017, 6);
  });

  test('when both are as quick - then nothing is found', () => {
    const { latency } = settle(begin(answers(0, 500, quick), 600), answers(600, 2000, quick));
    expect(latency?.verdict).not.toBe('worse');
  });

  test('when nothing was known before - then the first answers give the bound, and are not judged by it', () => {
    const first = settle(begin([], 600), answers(600, 1000, quick));
    expect(first.next.slowMs).toBe(13);
    expect(first.latency).toMatchObject({ verdict: 'not_enough_data', champion: 0, challenger: 0 });
    const second = settle(first.next, answers(2000, 1000, quick));
    expect(second.latency).toMatchObject({ champion: 900, challenger: 100 });
  });

  test('when the champion has changed its pace - then the bound is read anew, with a new test', () => {
    const slower = (row: number): number => 10 * quick(row);
    const first = settle(begin(answers(0, 500, quick), 600), answers(600, 2000, slower));
    expect(first.next.slowMs).toBe(13);
    const second = settle(first.next, answers(3000, 2000, slower));
    expect(second.next.slowMs).toBe(130);
    expect(second.latency).toMatchObject({ champion: 0, challenger: 0 });
    const third = settle(
      second.next,
      answers(6000, 2000, (row, role) => (role === 'canary' ? 400 : slower(row))),
    );
    expect(third.latency?.verdict).toBe('worse');
  });
});
