import { describe, expect, test } from 'vitest';
import { checkFamilies } from './check-families.ts';
import { gauge } from './metric-family.ts';

const eth0 = { labels: { device: 'eth0' }, value: 1 };

describe('checkFamilies', () => {
  test('when every name and series is there once - then all is well', () => {
    const families = [
      gauge('a', 'A.', [eth0, { labels: { device: 'eth1' }, value: 1 }]),
      gauge('b', 'B.', 1),
    ];
    expect(() => checkFamilies(families)).not.toThrow();
  });

  test.each([
    ['a name is none', [gauge('node_vmstat_pg fault', '', 1)]],
    ['a name begins with a digit', [gauge('0', '', 1)]],
    ['two families have one name', [gauge('a', '', 1), gauge('a', '', 2)]],
    ['a label name is none', [gauge('a', '', [{ labels: { 'de-vice': 'eth0' }, value: 1 }])]],
    ['a series comes twice', [gauge('a', '', [eth0, eth0])]],
  ])('when %s - then the families are refused', (_case, families) => {
    expect(() => checkFamilies(families)).toThrow(expect.objectContaining({ code: 'EXPORTER_PARSE_FAILED' }));
  });
});
