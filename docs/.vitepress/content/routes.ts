/**
 * Which Markdown files of the repository are pages, and where each is found on the site. Authors link files, as any
 * viewer of the repository follows them; the site turns the links into those of its pages (markdown/links.ts).
 */

interface Place {
  readonly file: RegExp;
  readonly page: (match: RegExpExecArray) => string;
}

const first = (match: RegExpExecArray): string => match[1] ?? '';

const PLACES: readonly Place[] = [
  { file: /^README\.md$/, page: () => 'platform/index.md' },
  { file: /^(CONTRIBUTING|SECURITY)\.md$/, page: (match) => `platform/${first(match).toLowerCase()}.md` },
  // The folder itself holds nothing but a page per alert, which a test sees to.
  { file: /^docs\/runbooks\.md$/, page: () => 'runbooks/index.md' },
  { file: /^docs\/((?:[^/]+\/)*)README\.md$/, page: (match) => `${first(match)}index.md` },
  { file: /^docs\/(.+\.md)$/, page: first },
  { file: /^labs\/README\.md$/, page: () => 'labs/about.md' },
  { file: /^labs\/([^/]+)\/README\.md$/, page: (match) => `labs/${first(match)}.md` },
  {
    file: /^((?:apps|packages|infra|models|test)(?:\/[^/]+)*|dashboards)\/README\.md$/,
    page: (match) => `platform/${first(match)}/index.md`,
  },
];

/** Globs of Markdown that is no page, for VitePress, which would take every file below the root. */
export const NO_PAGES: readonly string[] = [
  '**/node_modules/**',
  '{apps,packages,infra,models,test,dashboards}/**/!(README).md',
  '{apps,packages,infra,models,test}/**/{fixtures,starter,solution}/**',
  'labs/*/*/**',
  'labs/*/!(README).md',
  'labs/!(README).md',
  'coverage/**',
];

/** @param file path from the root of the repository @returns path of the page as VitePress names it, with `.md` */
export function pageOf(file: string): string | undefined {
  if (file.includes('node_modules/') || file.startsWith('.')) return undefined;
  for (const { file: pattern, page } of PLACES) {
    const match = pattern.exec(file);
    if (match !== null) return page(match);
  }
  return undefined;
}

/** @param file path from the root of the repository @returns the address of its page on the site, without an ending */
export function addressOf(file: string): string | undefined {
  const page = pageOf(file);
  return page === undefined ? undefined : `/${page.replace(/(?:index)?\.md$/, '')}`;
}

/** The address under which the site shows a file that is no page, as it is: code, rules, configuration. */
export const sourceAddressOf = (file: string): string => `/source/${sourceSlug(file)}`;

/** Without dots: what looks like a file's ending would be taken for a file by browsers and servers. */
export const sourceSlug = (file: string): string => file.replaceAll('.', '-').replace(/^-/, '');
