import { describe, expect, test } from 'vitest';
import { type Board, filled, panelNamed, panelsOf } from './board.ts';

const board: Board = {
  panels: [
    { type: 'row', title: 'Open' },
    { type: 'stat', title: 'One' },
    { type: 'row', title: 'Closed', panels: [{ type: 'table', title: 'Two' }] },
  ],
  templating: { list: [{ name: 'model_name', type: 'query', current: { value: 'fraud-detection' } }] },
};

describe('filled', () => {
  test.each([
    ['a plain name', 'm{a="$model_name"}', 'm{a="fraud-detection"}'],
    ['a name in braces', 'm{a=~"${model_name}"}', 'm{a=~"fraud-detection"}'],
    ['a name with a format', 'm{a=~"${model_name:regex}"}', 'm{a=~"fraud-detection"}'],
    ["Grafana's own", 'rate(m[$__rate_interval])', 'rate(m[1m])'],
    ['a reference of label_replace', 'label_replace(m, "a", "$1", "b", "(.+)")', undefined],
  ])('an expression - when it mentions %s - then Grafana would ask the same', (_what, expression, asked) => {
    expect(filled(board, expression)).toBe(asked ?? expression);
  });

  test('an expression - when it mentions what is no variable - then it says so', () => {
    expect(() => filled(board, 'm{a="$model"}')).toThrow('$model, which is no variable');
  });

  test('an expression - when another value is chosen - then that is asked', () => {
    expect(filled(board, '$model_name', { model_name: 'other' })).toBe('other');
  });
});

test('panels - when a row is closed - then those inside it are among them, and no row is', () => {
  expect(panelsOf(board).map(({ title }) => title)).toEqual(['One', 'Two']);
});

test('a panel - when there is none of the title - then those that there are are named', () => {
  expect(() => panelNamed(board, 'Three')).toThrow('there are "One", "Two"');
});
