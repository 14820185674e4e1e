import { createMarkdownRenderer } from 'vitepress';
import { expect, test } from 'vitest';
import { envValues } from './env-values.ts';

const rendered = async (text: string): Promise<string> => {
  const markdown = await createMarkdownRenderer('.', {
    config: (it) => envValues(it, { LOKI_VERSION: '3.7.8' }),
  });
  return markdown.render(text, { path: 'docs/page.md' });
};

test('a version with its mark - when it is that of .env - then the mark disappears', async () => {
  expect(await rendered('Loki 3.7.8<!-- LOKI_VERSION --> stores lines.')).toBe(
    '<p>Loki 3.7.8 stores lines.</p>\n',
  );
});

test('a version with its mark - when .env has gone on - then the build fails and says where', async () => {
  await expect(rendered('Loki 3.7.7<!-- LOKI_VERSION -->')).rejects.toThrow(
    'docs/page.md: LOKI_VERSION is 3.7.8',
  );
});

test('another comment - when it is met - then it stays', async () => {
  expect(await rendered('`x_total`<!-- foreign -->')).toContain('<!-- foreign -->');
});
