import { describe, expect, test } from 'vitest';
import { neverFalling, parseCpuSeconds } from './cpu.ts';

const seconds = (idle: number, user = 1): readonly number[] => [user, 0, 0, idle, 0];

describe('neverFalling', () => {
  test('when idle falls a little - then the highest value stays', () => {
    const shown = neverFalling(new Map([['0', seconds(100)]]), new Map([['0', seconds(98, 2)]]));
    expect(shown.get('0')).toEqual(seconds(100, 2));
  });

  test('when idle falls by three seconds - then the CPU was replaced and starts anew', () => {
    const shown = neverFalling(new Map([['0', seconds(100, 50)]]), new Map([['0', seconds(97, 2)]]));
    expect(shown.get('0')).toEqual(seconds(97, 2));
  });

  test('when a CPU goes offline - then its series end', () => {
    const before = new Map([
      ['0', seconds(1)],
      ['1', seconds(1)],
    ]);
    expect([...neverFalling(before, new Map([['0', seconds(2)]])).keys()]).toEqual(['0']);
  });
});

describe('parseCpuSeconds', () => {
  test('when /proc/stat counts ticks - then the answer is in seconds, without the line of all CPUs', () => {
    expect(parseCpuSeconds('cpu  9 9 9 9\ncpu3 150 0 25 1000\nintr 5')).toEqual(
      new Map([['3', [1.5, 0, 0.25, 10, 0, 0, 0, 0, 0, 0]]]),
    );
  });
});
