import { describe, expect, it } from 'vitest';
import { compareHistograms } from './compare-histograms.ts';
import { FixedHistogram } from './fixed-histogram.ts';

const histogramOf = (values: readonly number[], edges: readonly number[] = [0, 1, 2.5]) => {
  const histogram = new FixedHistogram(edges);
  for (const value of values) histogram.add(value);
  return histogram;
};

describe('FixedHistogram', () => {
  it('add - when values lie on edges and beyond them - then a bin holds its upper edge', () => {
    const histogram = histogramOf([-5, 0, 0.1, 1, 2, 2.5, 2.6, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(histogram.counts).toEqual([2, 2, 2, 2]);
    expect(histogram).toMatchObject({ underflow: 2, overflow: 2, missing: 1, total: 8 });
  });

  it('merge - when parts are merged in either order - then it is the histogram of all values', () => {
    const parts = () => [histogramOf([-1, 0.5]), histogramOf([1.5, 9]), histogramOf([Number.NaN, 2])];
    const [a, b, c] = parts() as [FixedHistogram, FixedHistogram, FixedHistogram];
    a.merge(b);
    a.merge(c);
    const [d, e, f] = parts() as [FixedHistogram, FixedHistogram, FixedHistogram];
    e.merge(f);
    d.merge(e);
    const whole = histogramOf([-1, 0.5, 1.5, 9, Number.NaN, 2]);
    expect(a.toJSON()).toEqual(whole.toJSON());
    expect(d.toJSON()).toEqual(whole.toJSON());
  });

  it('fromJSON - when a histogram is restored - then it is the same', () => {
    const histogram = histogramOf([1, 2, Number.NaN]);
    expect(FixedHistogram.fromJSON(JSON.parse(JSON.stringify(histogram))).toJSON()).toEqual(
      histogram.toJSON(),
    );
  });

  it.each<[string, () => unknown, string]>([
    ['edges do not ascend', () => new FixedHistogram([1, 1]), 'INVALID_OPTION'],
    ['there is no edge', () => new FixedHistogram([]), 'INVALID_OPTION'],
    ['merged edges differ', () => histogramOf([]).merge(histogramOf([], [0, 1])), 'INVALID_OPTION'],
    [
      'a state lacks a bin',
      () => FixedHistogram.fromJSON({ ...histogramOf([]).toJSON(), counts: [1] }),
      'INVALID_COUNT',
    ],
  ])('FixedHistogram - when %s - then it throws', (_, call, code) => {
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});

describe('compareHistograms', () => {
  const reference = histogramOf([-1, 0.5, 0.6, 2]);

  it('compareHistograms - when shares are worked by hand - then distances agree, empty bins filled', () => {
    const current = histogramOf([0.5, 2, 2, 9]);
    const psi =
      (0.25 - 0.0001) * Math.log(0.25 / 0.0001) * 2 +
      0.25 * Math.log(0.5 / 0.25) +
      0.25 * Math.log(0.5 / 0.25);
    // scipy.spatial.distance.jensenshannon([.25, .5, .25, 0], [0, .25, .5, .25])
    expect(compareHistograms(reference, current)).toEqual({
      psi: expect.closeTo(psi, 12),
      jensenShannon: expect.closeTo(0.46450140402245893, 12),
    });
    expect(compareHistograms(reference, reference)).toEqual({ psi: 0, jensenShannon: 0 });
  });

  it('compareHistograms - when there is nothing to compare - then it throws', () => {
    expect(() => compareHistograms(reference, histogramOf([]))).toThrow(
      expect.objectContaining({ code: 'EMPTY_SAMPLE' }),
    );
    expect(() => compareHistograms(reference, histogramOf([1], [0]))).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
