import { describe, expect, it } from 'vitest';
import river from '../../test/expectations/online/river.json' with { type: 'json' };
import { errorStream, steppedStream } from '../../test/expectations/online/streams.ts';
import { Adwin, Ddm, PageHinkley, type StreamDetector } from './index.ts';

const indices = (detector: StreamDetector, stream: readonly number[], state = 'drift') =>
  stream.flatMap((value, index) => (detector.update(value) === state ? [index] : []));

describe('detectors beside river', () => {
  it.each(river.stepped)(
    'stream $seed - when its mean moves as $levels - then changes are found where river finds them',
    (expected) => {
      const stream = steppedStream(expected.seed, expected.levels);
      expect(indices(new Adwin(), stream)).toEqual(expected.adwin);
      expect(indices(new Adwin({ confidence: 1e-5, checkEvery: 1, bucketsPerRow: 8 }), stream)).toEqual(
        expected.adwin_strict,
      );
      expect(indices(new PageHinkley(), stream)).toEqual(expected.page_hinkley);
      expect(indices(new PageHinkley({ threshold: 20, direction: 'down', tolerance: 0.1 }), stream)).toEqual(
        expected.page_hinkley_down,
      );
    },
  );

  it.each(river.errors)(
    'errors $seed - when their rate moves as $rates - then changes are found where river finds them',
    (expected) => {
      const stream = errorStream(expected.seed, expected.rates);
      expect(indices(new Adwin(), stream)).toEqual(expected.adwin);
      expect(indices(new Ddm(), stream)).toEqual(expected.ddm);
      expect(indices(new Ddm(), stream, 'warning')).toHaveLength(expected.ddm_warnings);
    },
  );
});

describe('Adwin', () => {
  it('window - when the mean has jumped - then only values after the jump are left', () => {
    const detector = new Adwin();
    const [before = [], after = []] = [steppedStream(7, [0]), steppedStream(8, [3], 64)];
    for (const value of before) detector.update(value);
    expect(detector.width).toBe(1500);
    expect(Math.abs(detector.mean)).toBeLessThan(0.1);
    expect(after.some((value) => detector.update(value) === 'drift')).toBe(true);
    expect(detector.width).toBeLessThan(200);
  });

  it('update - when the value is not a number - then it throws and the window stays', () => {
    const detector = new Adwin();
    detector.update(1);
    expect(() => detector.update(Number.NaN)).toThrow(expect.objectContaining({ code: 'MISSING_VALUE' }));
    expect(() => detector.update(Number.POSITIVE_INFINITY)).toThrow(
      expect.objectContaining({ code: 'INFINITE_VALUE' }),
    );
    expect(detector.width).toBe(1);
  });
});

describe('options', () => {
  it.each<[string, () => unknown]>([
    ['confidence 0', () => new Adwin({ confidence: 0 })],
    ['bucketsPerRow 0', () => new Adwin({ bucketsPerRow: 0 })],
    ['threshold 0', () => new PageHinkley({ threshold: 0 })],
    ['forgetting above 1', () => new PageHinkley({ forgetting: 1.1 })],
    ['warningAt as high as driftAt', () => new Ddm({ warningAt: 3, driftAt: 3 })],
    ['an error that is neither 0 nor 1', () => new Ddm().update(0.5)],
  ])('%s - when an option is out of its range - then it throws INVALID_OPTION', (_, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('PageHinkley', () => {
  it('evidence - when the stream rises - then it grows up to the threshold and starts anew after it', () => {
    const detector = new PageHinkley({ threshold: 20 });
    for (const value of steppedStream(9, [0], 500)) detector.update(value);
    const drift = steppedStream(10, [1], 100).findIndex((value) => detector.update(value) === 'drift');
    expect(drift).toBeGreaterThan(10);
    expect(drift).toBeLessThan(60);
  });
});
