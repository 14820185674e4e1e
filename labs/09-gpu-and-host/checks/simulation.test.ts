import { Draws } from '@lab/course/lab';
import { describe, expect, test } from 'vitest';
import { exposition, QUERIES } from '../solution/gpu-metrics.ts';
import type { Drawn } from '../starter/simulation/drawn.ts';
import { gpusAt, ILLNESSES, illGpu, illnessOf } from '../starter/simulation/gpus.ts';
import { diskAt, fillingStore, fillsWithin, STORES } from '../starter/simulation/stores.ts';
import { namesLabels } from './alerts.ts';
import { readExposition } from './exposition.ts';
import { endsOf, minutesApart, minutesOf, partsOf } from './full-when.ts';
import { differences } from './gpu-exporter.ts';
import { drawnOf } from './machines.ts';
import { compared } from './surge.ts';

const BEGUN_AT = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;
const LEARNERS: readonly Drawn[] = Array.from({ length: 60 }, (_, index) => ({
  token: `learner-${index}`,
  begunAt: BEGUN_AT,
}));

/** What nvidia-smi.ts would print. */
const csvOf = (drawn: Drawn, atMs: number): string =>
  gpusAt(drawn, atMs)
    .map((gpu) => QUERIES.map((query) => gpu[query] ?? '[N/A]').join(', '))
    .join('\n');

describe('the GPUs', () => {
  test('when many learners draw - then every GPU and every illness is somebody’s', () => {
    expect(new Set(LEARNERS.map(illGpu))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(LEARNERS.map(illnessOf))).toEqual(new Set(ILLNESSES));
  });

  test('when one is ill - then it alone shows the illness, and memory adds up everywhere', () => {
    for (const drawn of LEARNERS) {
      const [before = [], after = []] = [5, 10].map((minutes) =>
        gpusAt(drawn, BEGUN_AT + minutes * MINUTE_MS),
      );
      const shows = after.map((gpu, index) => ({
        throttles: Number(gpu['clocks.sm']) < 1500,
        leaks: Number(gpu['memory.used']) - Number(before[index]?.['memory.used']) > 1000,
        errs:
          Number(gpu['ecc.errors.uncorrected.volatile.total']) >
          Number(before[index]?.['ecc.errors.uncorrected.volatile.total']),
        hangs: gpu['utilization.memory'] === 0,
      }));
      const found = shows.flatMap((signs, index) =>
        Object.entries(signs).flatMap(([illness, shown]) => (shown ? [`${index} ${illness}`] : [])),
      );
      expect(found).toEqual([`${illGpu(drawn)} ${illnessOf(drawn)}`]);
      for (const gpu of after)
        expect(Number(gpu['memory.used']) + Number(gpu['memory.free'])).toBe(81_920 - 640);
    }
  });

  test('when the solution translates them - then nothing differs; in another minute something does', () => {
    const [drawn] = LEARNERS as [Drawn];
    const atMs = BEGUN_AT + 7 * MINUTE_MS;
    const translated = readExposition(exposition(csvOf(drawn, atMs)));
    expect(differences(translated, gpusAt(drawn, atMs))).toEqual([]);
    expect(differences(translated, gpusAt(drawn, atMs + MINUTE_MS))).not.toEqual([]);
  });

  test('when an exposition calls what is missing 0, or a counter a gauge - then it is told', () => {
    const [drawn] = LEARNERS as [Drawn];
    const asZero = exposition(csvOf(drawn, BEGUN_AT).replaceAll('[N/A]', '0')).replaceAll('counter', 'gauge');
    const told = differences(readExposition(asZero), gpusAt(drawn, BEGUN_AT));
    expect(told).toHaveLength(3);
    expect(told.filter((sentence) => sentence.includes('[N/A]'))).toHaveLength(2);
  });
});

describe('the stores', () => {
  test('when many learners draw - then each store is somebody’s, and none is full within two hours and a half', () => {
    expect(new Set(LEARNERS.map(fillingStore))).toEqual(new Set(STORES));
    expect(Math.min(...LEARNERS.map(fillsWithin))).toBeGreaterThan(2.5 * 3600);
  });

  test('when one fills - then nothing is left at its end, of the others something', () => {
    for (const drawn of LEARNERS) {
      const end = BEGUN_AT + fillsWithin(drawn) * 1000;
      for (const store of STORES) {
        const fills = store === fillingStore(drawn);
        const left = diskAt(drawn, store, end - 1).availableBytes / 1024 ** 3;
        expect([store, left < 1]).toEqual([store, fills]);
      }
    }
  });

  test('when it was full - then it is cleared and fills again, on any later day', () => {
    for (const drawn of LEARNERS) {
      const turnMs = fillsWithin(drawn) * 1000;
      for (const turn of [1, 20]) {
        const [early, late] = [0.25, 0.75].map(
          (part) => diskAt(drawn, fillingStore(drawn), BEGUN_AT + (turn + part) * turnMs).availableBytes,
        ) as [number, number];
        expect([late > 0, early / late > 2.8, early / late < 3.2]).toEqual([true, true, true]);
      }
    }
  });
});

describe('answers', () => {
  test('a time of day - when it is read and compared - then midnight lies between neighbours', () => {
    expect(minutesOf('17:05')).toBe(17 * 60 + 5);
    expect(minutesOf('25:00')).toBeUndefined();
    expect(minutesApart(10, 24 * 60 - 10)).toBe(20);
  });

  test('the end of a disk - when it was full before - then the next end counts, and the last', () => {
    const lab = { draws: new Draws('seed', 'gpu-and-host'), startedAt: BEGUN_AT };
    const minutes = fillsWithin(drawnOf(lab)) / 60;
    const ofDay = (end: number): number => (end * minutes) % (24 * 60);
    expect(endsOf(lab, BEGUN_AT + MINUTE_MS)).toEqual([ofDay(1)]);
    expect(endsOf(lab, BEGUN_AT + 12.5 * minutes * MINUTE_MS)).toEqual([ofDay(13), ofDay(12)]);
  });

  test.for(['store-1 17:05', 'Store-1, 17:05', 'Store-1 at 17:05:30 UTC', 'store-1 2026-11-22T17:05:00Z'])(
    'a store and a time - when they are written as %s - then they are read',
    (answer) => {
      expect(partsOf(answer)).toEqual({ store: 'store-1', clock: '17:05' });
    },
  );

  test('a description - when it names labels in a template - then in either spelling, and nowhere else', () => {
    const named = ['{{ $labels.gpu }} is', '{{.Labels.gpu}}', 'of {{ with $labels }}{{ .gpu }}{{ end }}'];
    expect(named.filter(namesLabels)).toEqual(named);
    expect(['$labels.gpu', '{{ $value }} of $labels.gpu', 'a GPU'].filter(namesLabels)).toEqual([]);
  });

  describe('the cost of a prediction', () => {
    const points = (values: readonly number[]) => values.map((value, step) => ({ timestamp: step, value }));
    const record = (rates: readonly number[]) =>
      compared(points(rates), points(rates.map((rate) => 0.05 + 0.002 * rate)));
    const times = (count: number, rate: number): number[] => Array(count).fill(rate);

    test('when the service has a cost of its own - then that is not counted', () => {
      const { secondsEach, usual, most, isSeen } = record([...times(8, 20), ...times(12, 100)]);
      expect(secondsEach.least).toBeCloseTo(0.002, 6);
      expect(secondsEach.most).toBeCloseTo(0.002, 6);
      expect([usual, most, isSeen]).toEqual([20, 100, true]);
    });

    test('when the rate was always the same - then there was no surge', () => {
      expect(record(times(20, 20)).isSeen).toBe(false);
    });

    test('when customers stayed away for a while - then what came after is no surge', () => {
      const dip = [15, 10, 5, 1, 5, 10, 15];
      expect(record([...times(10, 20), ...dip, ...times(20, 20)])).toMatchObject({
        usual: 20,
        isSeen: false,
      });
    });

    test('when the record has a dip and a surge - then neither is the usual', () => {
      const ends = record([...times(10, 20), 12, 4, 12, ...times(10, 20), 60, ...times(20, 100)]);
      expect(ends).toMatchObject({ usual: 20, most: 100, isSeen: true });
    });
  });
});
