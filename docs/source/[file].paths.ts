import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { allPages, linkedSources } from '../.vitepress/content/linked-files.ts';
import { ROOT } from '../.vitepress/content/repository.ts';
import { sourceSlug } from '../.vitepress/content/routes.ts';

/** How Shiki calls a language where it is not the ending of the file. */
const LANGUAGES: Readonly<Record<string, string>> = {
  tmpl: 'go-template',
  mjs: 'js',
  yml: 'yaml',
  '': 'sh',
  env: 'ini',
};
/** Longer than any run of backticks in a file. */
const FENCE = '`'.repeat(8);

interface SourcePage {
  readonly params: { readonly file: string; readonly path: string };
  readonly content: string;
}

/** Files that pages link: the site has them, since it may be all that a reader has open. */
export default {
  paths: (): SourcePage[] =>
    linkedSources(allPages()).map((path) => {
      const ending = extname(path).slice(1);
      return {
        params: { file: sourceSlug(path), path },
        content: `${FENCE}${LANGUAGES[ending] ?? ending}\n${readFileSync(join(ROOT, path), 'utf8')}\n${FENCE}\n`,
      };
    }),
};
