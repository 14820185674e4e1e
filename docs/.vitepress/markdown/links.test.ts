import { expect, test } from 'vitest';
import { ROOT } from '../content/repository.ts';
import { linkTarget } from './links.ts';

const LESSON = 'docs/lessons/module-08/1-introduction-to-observability.md';
const target = (href: string) => linkTarget(href, LESSON, ROOT);

test.each([
  ['../../adr/README.md', '/adr/'],
  ['../../adr/0012-one-definition-two-timings.md#decision', '/adr/0012-one-definition-two-timings#decision'],
  ['../../../test/load/README.md', '/platform/test/load/'],
  ['../../../apps/pager', '/platform/apps/pager/'],
])('%s - when it names a page - then it leads there', (href, address) => {
  expect(target(href)).toEqual({ kind: 'page', address });
});

test('a file of code - when it is linked - then the site shows it', () => {
  expect(target('../../../packages/slo/src/timing.ts')).toEqual({
    kind: 'source',
    address: '/source/packages/slo/src/timing-ts',
    file: 'packages/slo/src/timing.ts',
  });
});

test('a folder without a page - when it is linked - then it stays a name', () => {
  expect(target('../../../packages/catalogue/src/lint')).toEqual({ kind: 'name' });
});

test.each([['no-such-lesson.md'], ['../../../../outside.md'], ['../adr/0001-x.md']])(
  '%s - when it leads to nothing - then that is told',
  (href) => {
    expect(target(href)).toEqual({ kind: 'nothing' });
  },
);

test.each([
  ['https://prometheus.io/docs/'],
  ['http://127.0.0.1:9090/graph'],
  ['#what-it-costs'],
  ['mailto:a@b.c'],
  ['/adr/'],
])('%s - when it is no path of the repository - then it is left alone', (href) => {
  expect(target(href)).toEqual({ kind: 'elsewhere' });
});
