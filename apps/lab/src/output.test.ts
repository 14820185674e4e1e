import { styleText } from 'node:util';
import { describe, expect, test } from 'vitest';
import { formatBytes, formatDuration, table } from './output.ts';

describe('table', () => {
  test('when a cell is coloured - then the columns stay aligned', () => {
    const coloured = styleText('green', 'up', { validateStream: false });
    const lines = table(
      ['name', 'state', 'pid'],
      [
        ['a', coloured, '1'],
        ['longer', 'starting', '2'],
      ],
    ).split('\n');
    expect(lines[1]).toBe(`a       ${coloured}        1`);
    expect(lines[2]).toBe('longer  starting  2');
  });
});

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [514_000_000, '514 MB'],
    [1_830_000_000, '1.8 GB'],
  ])('when there are %d bytes - then it says %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  test.each([
    [400, '0 s'],
    [61_000, '1 min 1 s'],
    [7_260_000, '2 h 1 min'],
  ])('when %d ms have passed - then it says %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
