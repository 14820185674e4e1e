import { describe, expect, test } from 'vitest';
import { type ParsedFamily, parseText } from '../../src/exposition/parse-text.ts';
import { compareRounds, seenAgain } from './compare-exposition.ts';

const counterAt = (value: number, labels = '{cpu="0",mode="idle"}', help = 'Seconds.'): ParsedFamily[] =>
  parseText(
    `# HELP node_cpu_seconds_total ${help}\n# TYPE node_cpu_seconds_total counter\nnode_cpu_seconds_total${labels} ${value}\n`,
  );
const gaugeAt = (value: number): ParsedFamily[] =>
  parseText(`# HELP node_load1 Load.\n# TYPE node_load1 gauge\nnode_load1 ${value}\n`);

const rounds = (before: ParsedFamily[], ours: ParsedFamily[], after: ParsedFamily[], count = 3) =>
  Array.from({ length: count }, () => ({ before, ours, after }));
const whatDiffers = (...scrapes: [ParsedFamily[], ParsedFamily[], ParsedFamily[]]) =>
  compareRounds(rounds(...scrapes)).differences.map(({ what }) => what);

describe('compareRounds', () => {
  test('when ours lies between and labels are in another order - then nothing differs', () => {
    expect(compareRounds(rounds(counterAt(1), counterAt(2, '{mode="idle",cpu="0"}'), counterAt(3)))).toEqual({
      families: [{ name: 'node_cpu_seconds_total', type: 'counter', series: 1 }],
      differences: [],
    });
  });

  test.each([
    ['a counter of ours is behind', counterAt(10), counterAt(9), counterAt(11), ['value']],
    ['a counter of ours is ahead', counterAt(10), counterAt(11.1), counterAt(11), ['value']],
    ['a gauge is far off in every round', gaugeAt(100), gaugeAt(120), gaugeAt(101), ['value']],
    ['the help differs', counterAt(1), counterAt(1, undefined, 'Time.'), counterAt(1), ['help']],
    [
      'a series is missing and another ours alone',
      counterAt(1),
      counterAt(1, '{cpu="1"}'),
      counterAt(1),
      ['series', 'series'],
    ],
    ['a family is missing', [...counterAt(1), ...gaugeAt(1)], counterAt(1), counterAt(1), ['missing']],
    ['a family is ours alone', counterAt(1), [...counterAt(1), ...gaugeAt(1)], counterAt(1), ['extra']],
  ])('when %s - then it is reported', (_case, before, ours, after, expected) => {
    expect(whatDiffers(before, ours, after)).toEqual(expected);
  });

  test('when the type differs - then it is reported', () => {
    const typed = (type: string) => parseText(`# TYPE node_vmstat_pgfault ${type}\nnode_vmstat_pgfault 1\n`);
    expect(whatDiffers(typed('untyped'), typed('counter'), typed('untyped'))).toEqual(['type']);
  });

  test('when families are about the exporter itself - then they are not compared', () => {
    const own = parseText('go_goroutines 5\n');
    expect(compareRounds(rounds(own, [], own)).differences).toEqual([]);
  });
});

describe('seenAgain', () => {
  const behind = compareRounds(rounds(counterAt(10), counterAt(9), counterAt(11)));
  const alone = compareRounds(rounds(counterAt(1), [...counterAt(1), ...gaugeAt(1)], counterAt(1)));
  const same = compareRounds(rounds(counterAt(1), counterAt(2), counterAt(3)));

  test('when a difference is there at both looks - then it stays, as the second saw it', () => {
    const further = compareRounds(rounds(counterAt(20), counterAt(8), counterAt(21)));
    expect(seenAgain(behind, further)).toEqual(further);
  });

  test.each([
    ['is gone', behind, same],
    ['is new', same, behind],
    ['is of another kind', alone, behind],
  ])('when a difference %s at the second look - then none is left', (_case, first, second) => {
    expect(seenAgain(first, second).differences).toEqual([]);
  });
});
