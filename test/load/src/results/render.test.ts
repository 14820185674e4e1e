import { describe, expect, test } from 'vitest';
import { renderResult } from './render.ts';
import { type BenchResult, type Measurement, summarise } from './summary.ts';

function resultWith(sentLateP99Ms: number): BenchResult {
  const measured = (
    variant: Measurement['variant'],
    requestsPerSecond: number,
    p99Ms: number,
  ): Measurement => ({
    variant,
    round: 0,
    closedLoop: { requests: 1, requestsPerSecond, p50Ms: 1, p99Ms: 1 },
    cpuMicrosPerRequest: 100,
    fixedRate: { requests: 1, failed: 0, p50Ms: 1, p99Ms, p999Ms: 2, maxMs: 3, sentLateP99Ms },
  });
  const measurements = [measured('ours', 12_000, 2), measured('fastapi', 1000, 9)];
  return {
    machine: { cpu: 'a processor', loadBefore: 0.1, loadAfter: 1 },
    settings: {
      rounds: 1,
      seconds: 1,
      connections: 32,
      ratePerSecond: 500,
      serviceCore: 0,
      generatorCore: 1,
    },
    ...summarise(measurements),
    work: { ours: { answered: 10, counted: 10, logLines: 10, spans: 30 } },
    measurements,
  };
}

describe('renderResult', () => {
  test('renderResult - when goals are met - then figures, goals and the proof of work are there', () => {
    const text = renderResult(resultWith(0.1));
    expect(text).toContain('| ours | 12000 / 12000 / 12000 | 100 / 100 / 100 |');
    expect(text).toContain('✓ throughput, times that of FastAPI: 12.00 (goal 10.00)');
    expect(text).toContain('✓ p99 at the fixed rate, share of FastAPI’s: 0.22 (goal 0.33)');
    expect(text).toContain('ours: 10 predictions, 10 log lines, 30 spans received (3.00 each)');
    expect(text).not.toContain('say little');
  });

  test('renderResult - when the generator was late - then it says that the latencies say little', () => {
    expect(renderResult(resultWith(5))).toContain('latencies and the requests/s of this run say little');
  });
});
