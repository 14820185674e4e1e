import { describe, expect, test } from 'vitest';
import { superfluousReleases } from './release-retention.ts';

const released = ['9', '10', '3', '11', '4', '12'];

describe('superfluousReleases', () => {
  test('when there are more than may stay - then the oldest by number go, oldest first', () => {
    expect(superfluousReleases(released, new Set(), 2)).toEqual(['3', '4', '9', '10']);
  });

  test('when an old version is kept by name - then it stays, and takes no place of a new one', () => {
    expect(superfluousReleases(released, new Set(['3', '11']), 2)).toEqual(['4', '9']);
  });

  test('when there are no more than may stay - then all stay', () => {
    expect(superfluousReleases(released, new Set(), 6)).toEqual([]);
  });
});
