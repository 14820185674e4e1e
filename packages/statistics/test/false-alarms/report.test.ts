import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEATURES } from './features.ts';
import { countAlarms } from './measure.ts';
import { FIRST_LINE, report } from './report.ts';

const committed = readFileSync(
  new URL('../../../../docs/reference/drift-false-alarms.md', import.meta.url),
  'utf8',
);

/** The document without its figures, which take minutes to measure. */
const outline = (markdown: string) =>
  markdown.replaceAll(/\d[\d.]* % \([\d.]+-[\d.]+\)|\d+(?= % \|)|\d+(?= runs (?:that|in which))/g, '#');

describe('docs/reference/drift-false-alarms.md', { timeout: 60_000 }, () => {
  it('committed document - when it is written anew - then it has the same text, tables and rows', () => {
    const nothing = { countAlarms: () => ({ runs: 1, ours: 0, evidently: 0 }), countRareAlarms: () => 0 };
    expect(committed.split('\n')[0]).toBe(FIRST_LINE);
    expect(outline(committed)).toBe(outline(report(nothing, { falseAlarms: 1, power: 1, rare: 1 })));
  });

  it.each(FEATURES)(
    '$name - when a few of its runs are counted anew - then ours seldom alarms without drift, and always with the largest',
    (feature) => {
      const cell = { feature, referenceSize: 1200, windowSize: 300 };
      expect(countAlarms({ ...cell, effect: undefined }, 40).ours).toBeLessThanOrEqual(6);
      expect(countAlarms({ ...cell, effect: feature.effects.at(-1) }, 10).ours).toBe(10);
    },
  );
});
