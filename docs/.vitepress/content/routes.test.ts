import { expect, test } from 'vitest';
import { addressOf, pageOf, sourceAddressOf } from './routes.ts';

test.each([
  ['docs/index.md', 'index.md'],
  ['docs/adr/README.md', 'adr/index.md'],
  ['docs/lessons/module-08/1-introduction.md', 'lessons/module-08/1-introduction.md'],
  ['docs/runbooks.md', 'runbooks/index.md'],
  ['labs/01-deploy-the-stack/README.md', 'labs/01-deploy-the-stack.md'],
  ['README.md', 'platform/index.md'],
  ['SECURITY.md', 'platform/security.md'],
  ['apps/pager/README.md', 'platform/apps/pager/index.md'],
  ['infra/prometheus/rules/README.md', 'platform/infra/prometheus/rules/index.md'],
  ['dashboards/README.md', 'platform/dashboards/index.md'],
])('%s - when it is a page - then it is %s', (file, page) => {
  expect(pageOf(file)).toBe(page);
});

test.each([
  ['node_modules/vue/README.md'],
  ['apps/node_modules/x/README.md'],
  ['apps/pager/NOTES.md'],
  ['labs/01-x/starter/README.md'],
])('%s - when it is no page - then it has no address', (file) => {
  expect(addressOf(file)).toBeUndefined();
});

test('a page that is a folder - when its address is asked - then it ends with a slash, others have no ending', () => {
  expect(addressOf('docs/adr/README.md')).toBe('/adr/');
  expect(addressOf('docs/index.md')).toBe('/');
  expect(addressOf('docs/adr/0001-x.md')).toBe('/adr/0001-x');
});

test('a file of code - when the site shows it - then its address has no dot', () => {
  expect(sourceAddressOf('packages/slo/src/timing.ts')).toBe('/source/packages/slo/src/timing-ts');
  expect(sourceAddressOf('.env')).toBe('/source/env');
});
