import { describe, expect, test } from 'vitest';
import { parseText } from './parse-text.ts';

describe('parseText', () => {
  test('when a family has help, type and escaped labels - then all of them are undone', () => {
    expect(
      parseText(
        '# HELP a A\\\\B\\nC\n# TYPE a gauge\na{path="C:\\\\\\"x\\"\\n",empty=""} 1.5e+03\n# a remark\n',
      ),
    ).toEqual([
      {
        name: 'a',
        help: 'A\\B\nC',
        type: 'gauge',
        samples: [{ labels: { path: 'C:\\"x"\n', empty: '' }, value: 1500 }],
      },
    ]);
  });

  test('when a line has neither help nor type - then it is untyped', () => {
    expect(parseText('a 1\na{x="y"} NaN')).toEqual([
      {
        name: 'a',
        help: undefined,
        type: 'untyped',
        samples: [
          { labels: {}, value: 1 },
          { labels: { x: 'y' }, value: Number.NaN },
        ],
      },
    ]);
  });

  test('when samples belong to a histogram - then they keep their suffix', () => {
    const [family] = parseText('# TYPE h histogram\nh_bucket{le="+Inf"} 2\nh_sum 3\nh_count 2\n');
    expect(family?.samples.map(({ suffix, value }) => [suffix, value])).toEqual([
      ['_bucket', 2],
      ['_sum', 3],
      ['_count', 2],
    ]);
  });

  test.each(['a', 'a b', 'a{x=y} 1', 'a{x="y" 1', '0a 1', '# TYPE a number', 'a 1 1700000000000'])(
    'when the text is "%s" - then it is refused',
    (text) => {
      expect(() => parseText(text)).toThrow(expect.objectContaining({ code: 'EXPORTER_PARSE_FAILED' }));
    },
  );
});
