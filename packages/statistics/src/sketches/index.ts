export { compareHistograms, type HistogramDistances } from './compare-histograms.ts';
export { FixedHistogram, type FixedHistogramState } from './fixed-histogram.ts';
export { type FrequentItem, FrequentItems, type FrequentItemsState } from './frequent-items.ts';
export { type KllOptions, KllSketch, type KllState } from './kll-sketch.ts';
