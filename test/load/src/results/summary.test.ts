import { describe, expect, test } from 'vitest';
import type { VariantName } from '../variants/variant.ts';
import { type Measurement, summarise } from './summary.ts';

function measured(
  variant: VariantName,
  round: number,
  requestsPerSecond: number,
  p99Ms: number,
): Measurement {
  return {
    variant,
    round,
    closedLoop: { requests: 1, requestsPerSecond, p50Ms: 1, p99Ms: 1 },
    cpuMicrosPerRequest: 1e6 / requestsPerSecond,
    fixedRate: { requests: 1, failed: 0, p50Ms: 1, p99Ms, p999Ms: p99Ms, maxMs: p99Ms, sentLateP99Ms: 0 },
  };
}

describe('summarise', () => {
  test('summarise - when a round was slow for both - then its ratio is that round’s and not one of medians', () => {
    const { ratios } = summarise([
      measured('ours', 0, 1000, 3),
      measured('fastapi', 0, 100, 30),
      measured('fastapi', 1, 10, 300),
      measured('ours', 1, 120, 30),
      measured('ours', 2, 1100, 3),
      measured('fastapi', 2, 100, 30),
    ]);
    const throughput = ratios.find(({ figure }) => figure === 'requestsPerSecond');
    expect(throughput).toEqual({
      of: 'ours',
      to: 'fastapi',
      figure: 'requestsPerSecond',
      spread: { min: 10, median: 11, max: 12 },
    });
  });

  test('summarise - when a goal is just reached - then it is met, and not met just below', () => {
    const goalsAt = (ours: number, p99Ms: number) =>
      summarise([
        measured('bare', 0, 2000, 1),
        measured('ours', 0, ours, p99Ms),
        measured('fastapi', 0, 100, 30),
      ]).goals.map(({ met }) => met);
    expect(goalsAt(1000, 10)).toEqual([true, true, true]);
    expect(goalsAt(999, 10.1)).toEqual([false, false, false]);
  });

  test('summarise - when FastAPI was not measured - then only the goal beside bare is judged', () => {
    const { goals } = summarise([measured('bare', 0, 2000, 1), measured('ours', 0, 1500, 1)]);
    expect(goals).toMatchObject([{ reached: 0.75, wanted: 0.5, met: true }]);
  });
});
