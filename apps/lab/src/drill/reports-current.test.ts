/** The pages that drills have left in docs/reference say what was measured, as long as nobody writes into them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTS } from '@lab/catalogue/faults';
import { describe, expect, test } from 'vitest';
import { REPOSITORY_ROOT } from '../settings.ts';
import { hasPassed, type Journal } from './journal.ts';
import { type LoopJournal, renderLoops } from './loop/report.ts';
import { renderReport } from './report.ts';

const read = (name: string): string => readFileSync(join(REPOSITORY_ROOT, 'docs/reference', name), 'utf8');

describe('docs/reference/drills.md', () => {
  const journal = JSON.parse(read('drills.json')) as Journal;

  test('when it is written anew from its data - then it is the same', () => {
    expect(read('drills.md'), './lab drill --all --report docs/reference/drills.md').toBe(
      renderReport(journal),
    );
  });

  test('when a fault is added - then it has been drilled, and as the catalogue says', () => {
    const drilled = new Set(journal.drills.map(({ fault }) => fault));
    expect(FAULTS.filter(({ name }) => !drilled.has(name)).map(({ name }) => name)).toEqual([]);
    expect(hasPassed(journal)).toBe(true);
  });

  test('when somebody mends a figure by hand - then it is seen', () => {
    const mended = structuredClone(journal);
    const [first] = mended.drills;
    Object.assign(first?.alerts[0] ?? {}, { firingAfter: 0.1 });
    expect(renderReport(mended)).not.toBe(read('drills.md'));
  });
});

describe('docs/reference/closed-loop.md', () => {
  const journal = JSON.parse(read('closed-loop.json')) as LoopJournal;

  test('when it is written anew from its data - then it is the same', () => {
    expect(read('closed-loop.md'), './lab drill --all --loop --report docs/reference/closed-loop.md').toBe(
      renderLoops(journal),
    );
  });

  test('when the autopilot has a remedy for a fault - then its loop has been closed', () => {
    const closed = journal.loops.filter(({ problems }) => problems.length === 0).map(({ fault }) => fault);
    expect(closed.toSorted()).toEqual(
      FAULTS.filter(({ loop }) => loop !== undefined)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});
