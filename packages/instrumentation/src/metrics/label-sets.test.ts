import { expect, test } from 'vitest';
import { knownLabelSets } from './label-sets.ts';

const labels = { model: 10, status: ['success', 'error'], decision: ['approve', 'decline'] } as const;

test('knownLabelSets - when there are no labels - then the one series without labels is known', () => {
  expect(knownLabelSets({})).toEqual([{}]);
});

test('knownLabelSets - when every label is enumerated - then all combinations are known', () => {
  expect(knownLabelSets({ a: ['1', '2'], b: ['x', 'y'] })).toEqual([
    { a: '1', b: 'x' },
    { a: '1', b: 'y' },
    { a: '2', b: 'x' },
    { a: '2', b: 'y' },
  ]);
});

test('knownLabelSets - when an open label has no value - then nothing is known', () => {
  expect(knownLabelSets(labels)).toEqual([]);
});

test('knownLabelSets - when the open label is fixed - then the others span their combinations', () => {
  expect(knownLabelSets(labels, { model: 'm' })).toHaveLength(4);
  expect(knownLabelSets(labels, { model: 'm', status: 'error' })).toEqual([
    { model: 'm', status: 'error', decision: 'approve' },
    { model: 'm', status: 'error', decision: 'decline' },
  ]);
});
