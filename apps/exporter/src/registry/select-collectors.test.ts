import { describe, expect, test } from 'vitest';
import type { Collector } from './collector.ts';
import { collectorsPattern, selectCollectors } from './select-collectors.ts';

const collector = (name: string, enabledByDefault = true): Collector => ({
  name,
  enabledByDefault,
  create: () => async () => [],
});
const ALL = [collector('cpu'), collector('meminfo'), collector('processes', false)];
const names = (setting: string) => selectCollectors(ALL, setting).map(({ name }) => name);

describe('selectCollectors', () => {
  test.each([
    ['', ['cpu', 'meminfo']],
    ['processes', ['processes']],
    ['meminfo,processes', ['meminfo', 'processes']],
    ['-cpu', ['meminfo']],
    ['cpu,meminfo,-cpu', ['meminfo']],
    ['+processes', ['cpu', 'meminfo', 'processes']],
    ['-cpu,+processes', ['meminfo', 'processes']],
    ['cpu,+processes', ['cpu', 'processes']],
  ])('when COLLECTORS is "%s" - then %j run', (setting, expected) => {
    expect(names(setting)).toEqual(expected);
  });
});

describe('collectorsPattern', () => {
  const pattern = new RegExp(collectorsPattern(ALL));

  test.each(['', 'cpu', '-cpu', '+cpu', 'cpu,meminfo', '-cpu,+processes'])(
    'when given "%s" - then it is accepted',
    (setting) => {
      expect(setting).toMatch(pattern);
    },
  );

  test.each(['cpus', 'cpu,', '*cpu', 'cpu meminfo', '-', '+'])(
    'when given "%s" - then it is refused',
    (setting) => {
      expect(setting).not.toMatch(pattern);
    },
  );
});
