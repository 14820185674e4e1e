import { expect, test } from 'vitest';
import { namedIn } from './lint.ts';

const TITLES = ['Latency', 'Latency by version', 'Errors by version', 'Drift', ''];

test.for([
  ['Latency by version: give it a unit', ['Latency by version']],
  ['Latency: as Latency by version has it, a unit', ['Latency by version', 'Latency']],
  [
    'look at Latency, Latency by version, Errors by version, Drift',
    ['Latency by version', 'Errors by version', 'Latency', 'Drift'],
  ],
  ['nothing uses the variable $v12', []],
] as const)('%s - when it is read - then it names %j', ([problem, named]) => {
  expect(namedIn(problem, TITLES)).toEqual(named);
});
