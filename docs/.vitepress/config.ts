import { writeFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { nav, sidebar } from './content/menu.ts';
import { ROOT, readEnv } from './content/repository.ts';
import { NO_PAGES, pageOf } from './content/routes.ts';
import { searchTerms } from './content/search-terms.ts';
import { slugOf } from './content/slug.ts';
import { queryLanguages } from './languages/index.ts';
import { envValues } from './markdown/env-values.ts';
import { repositoryLinks } from './markdown/links.ts';
import { literalCode } from './markdown/literal-code.ts';
import { mermaidFences } from './markdown/mermaid.ts';
import { snippetsOfTheRepository } from './markdown/snippets.ts';

/** A lab shows its site in spite of a dead link and says so; the test of the site does not let it pass. */
const lenient = process.env.SITE_DEAD_LINKS === 'tell';
const deadLinks = new Set<string>();

export default defineConfig({
  title: 'ML Observability Lab',
  description: 'A running ML platform that you can see through, and the course that stands on it',
  lang: 'en-GB',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  // Pages lie all over the repository: labs beside their checks, a package's README in the package.
  srcDir: '..',
  srcExclude: [...NO_PAGES],
  rewrites: (file) => pageOf(file) ?? file,
  // Where a build of ours goes before it takes the place of the last (build/build.ts).
  outDir: process.env.SITE_OUT_DIR ?? `${ROOT}/docs/.vitepress/dist`,
  cacheDir: `${ROOT}/docs/.vitepress/cache`,
  cleanUrls: true,
  lastUpdated: false,
  // Addresses of the lab answer only while it runs; the test of the texts asks them there.
  ignoreDeadLinks: lenient || [/^https?:\/\/(127\.0\.0\.1|localhost)/],
  buildEnd({ outDir }) {
    writeFileSync(`${outDir}/dead-links.txt`, [...deadLinks].sort().join('\n'));
    if (deadLinks.size === 0) return;
    const list = [...deadLinks].sort().join('\n  ');
    if (!lenient) throw new Error(`links that lead to nothing:\n  ${list}`);
    process.stderr.write(`links that lead to nothing, shown as text:\n  ${list}\n`);
  },
  markdown: {
    anchor: { slugify: slugOf },
    languages: queryLanguages(),
    // As some fences call what Shiki knows by another name.
    languageAlias: { env: 'ini', spl: 'text', kql: 'text', esql: 'text' },
    config(markdown) {
      snippetsOfTheRepository(markdown);
      repositoryLinks(markdown, ROOT, (file, href) => deadLinks.add(`${file}: ${href}`));
      mermaidFences(markdown);
      literalCode(markdown);
      envValues(markdown, readEnv());
    },
  },
  vite: {
    publicDir: `${ROOT}/docs/public`,
    // .env holds the lab's ports, not settings of Vite.
    envDir: `${ROOT}/docs/.vitepress`,
    build: { chunkSizeWarningLimit: 2000 },
    server: { fs: { allow: [ROOT] } },
  },
  themeConfig: {
    nav: nav(),
    sidebar: sidebar(),
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          options: { tokenize: searchTerms },
          searchOptions: { boost: { title: 4, titles: 1, text: 2 }, fuzzy: 0.1, prefix: true },
        },
      },
    },
  },
});
