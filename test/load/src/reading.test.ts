import { describe, expect, test } from 'vitest';
import { cpuSeconds, cpuTicks } from './cpu-time.ts';
import { coreList } from './machine.ts';
import { sumOfSamples } from './metrics-text.ts';

describe('cpuTicks', () => {
  test('cpuTicks - when the name of the process looks like fields - then user and system time are still found', () => {
    expect(cpuTicks('42 (a) b (7 8) S 1 42 42 0 -1 4194304 100 0 0 0 250 31 0 0 20 0 11 0 900')).toBe(281);
  });
  test.runIf(process.platform === 'linux')(
    'cpuSeconds - when this process has worked - then it is what Node itself reads, to two ticks',
    () => {
      const { user, system } = process.cpuUsage();
      expect(Math.abs(cpuSeconds(process.pid) - (user + system) / 1e6)).toBeLessThan(0.1);
    },
  );
});

describe('coreList', () => {
  test.each([
    ['0-1', [0, 1]],
    ['2,5-7', [2, 5, 6, 7]],
    ['3', [3]],
    ['', []],
  ])('coreList - when the kernel writes "%s" - then it is %j', (text, expected) => {
    expect(coreList(text)).toEqual(expected);
  });
});

describe('sumOfSamples', () => {
  const TEXT = [
    '# TYPE ml_predictions_total counter',
    'ml_predictions_total{model_name="a",status="success"} 3.0',
    'ml_predictions_total{model_name="b",status="success"} 4 # {trace_id="x"} 1',
    'ml_predictions_total{model_name="b",status="error"} 50',
    'ml_predictions_total_of_others{status="success"} 600',
    'spans 7',
  ].join('\n');
  test('sumOfSamples - when series have other names or labels - then they are left out', () => {
    expect(sumOfSamples(TEXT, 'ml_predictions_total', { status: 'success' })).toBe(7);
    expect(sumOfSamples(TEXT, 'ml_predictions_total')).toBe(57);
    expect(sumOfSamples(TEXT, 'spans')).toBe(7);
  });
});
