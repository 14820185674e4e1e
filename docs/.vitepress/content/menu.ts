import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { ALERT_FACTS } from './alerts.ts';
import { type Page, readPages } from './pages.ts';
import { ROOT } from './repository.ts';

type Item = DefaultTheme.SidebarItem;

const MODULES = [
  { folder: 'module-08', title: 'Module 08: Monitoring and observability' },
  { folder: 'module-207', title: 'Module 207: Advanced observability and SRE' },
] as const;

/** Pages of the course that stand alone, in the order of the menu; a page that is not there is not named. */
const COURSE_PAGES = ['docs/study-paths.md', 'docs/glossary.md', 'docs/capstone.md'] as const;

const item = ({ title, address }: Page): Item => ({ text: title, link: address });

/** `1. Introduction to observability`, by the number in the front matter. */
const lesson = (page: Page): Item => {
  const { lesson: number } = page.frontmatter;
  return { text: typeof number === 'number' ? `${number}. ${page.title}` : page.title, link: page.address };
};

const group = (text: string, items: readonly Item[], collapsed?: boolean): readonly Item[] =>
  items.length === 0 ? [] : [{ text, items: [...items], ...(collapsed === undefined ? {} : { collapsed }) }];

const isIndex = ({ address }: Page): boolean => address.endsWith('/');

const pagesBelow = (pattern: string): readonly Page[] => readPages(pattern).filter((page) => !isIndex(page));

export const labPages = (): readonly Page[] => readPages('labs/*/README.md');

const quizItems = (): readonly Item[] =>
  globSync('docs/quizzes/*.yaml', { cwd: ROOT })
    .sort()
    .map((file) => basename(file, '.yaml'))
    .map((quiz) => ({ text: quizTitle(quiz), link: `/quizzes/${quiz}` }));

/** `module-08` → `Module 08`. */
const quizTitle = (quiz: string): string =>
  `${quiz[0]?.toUpperCase() ?? ''}${quiz.slice(1)}`.replaceAll('-', ' ');

function courseSidebar(): Item[] {
  return [
    ...group('The course', [
      { text: 'Lessons', link: '/lessons/' },
      ...COURSE_PAGES.filter((file) => existsSync(join(ROOT, file))).flatMap((file) =>
        readPages(file).map(item),
      ),
    ]),
    ...MODULES.flatMap(({ folder, title }) =>
      group(title, readPages(`docs/lessons/${folder}/*.md`).map(lesson), false),
    ),
    ...group(
      'Labs',
      [{ text: 'All labs, and how far you are', link: '/labs/' }, ...labPages().map(item)],
      false,
    ),
    ...group('Quizzes', [{ text: 'All quizzes', link: '/quizzes/' }, ...quizItems()], false),
    ...group('Sheets', pagesBelow('docs/sheets/*.md').map(item), false),
  ];
}

function runbookSidebar(): Item[] {
  const pages = new Map(pagesBelow('docs/runbooks/*.md').map((page) => [page.title, page]));
  const teams = Map.groupBy(
    ALERT_FACTS.filter(({ name }) => pages.has(name)),
    ({ team }) => team,
  );
  const named = new Set(ALERT_FACTS.map(({ name }) => name));
  return [
    { text: 'All runbooks', link: '/runbooks/' },
    ...[...teams].flatMap(([team, alerts]) =>
      group(team, alerts.map(({ name }) => ({ text: name, link: `/runbooks/${name}` })).sort(byText), false),
    ),
    ...group('Others', [...pages.values()].filter(({ title }) => !named.has(title)).map(item), false),
  ];
}

const byText = (a: Item, b: Item): number => (a.text ?? '').localeCompare(b.text ?? '', 'en');

function platformSidebar(): Item[] {
  const readmes = (pattern: string): readonly Item[] =>
    readPages(pattern).map(({ file, address }) => ({
      text: file.split('/').slice(1, -1).join('/'),
      link: address,
    }));
  return [
    ...group('The platform', [
      { text: 'Start it, break it, test it', link: '/platform/' },
      ...['CONTRIBUTING.md', 'SECURITY.md'].flatMap((file) => readPages(file).map(item)),
    ]),
    ...group('Services', readmes('apps/*/README.md'), false),
    ...group('Packages', readmes('packages/*/README.md'), false),
    ...group(
      'Engines',
      [...readPages('infra/README.md').map(item), ...readmes('infra/*/**/README.md')],
      false,
    ),
    ...group(
      'More',
      ['dashboards/README.md', 'models/README.md', 'test/*/README.md']
        .flatMap((file) => readPages(file))
        .map(item),
    ),
  ];
}

export function sidebar(): DefaultTheme.SidebarMulti {
  const course = courseSidebar();
  return {
    '/lessons/': course,
    '/labs/': course,
    '/quizzes/': course,
    '/sheets/': course,
    ...Object.fromEntries(COURSE_PAGES.map((file) => [`/${basename(file, '.md')}`, course])),
    '/runbooks/': runbookSidebar(),
    '/reference/': [
      ...group('Reference', [
        { text: 'Overview', link: '/reference/' },
        ...pagesBelow('docs/reference/*.md').map(item),
      ]),
    ],
    '/adr/': group('Decisions', [
      { text: 'All decisions', link: '/adr/' },
      ...pagesBelow('docs/adr/*.md').map(item),
    ]) as Item[],
    '/platform/': platformSidebar(),
  };
}

export function nav(): DefaultTheme.NavItem[] {
  return [
    { text: 'Lessons', link: '/lessons/', activeMatch: '^/lessons/' },
    { text: 'Labs', link: '/labs/', activeMatch: '^/labs/' },
    { text: 'Quizzes', link: '/quizzes/', activeMatch: '^/quizzes/' },
    { text: 'Runbooks', link: '/runbooks/', activeMatch: '^/runbooks/' },
    { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
    { text: 'Decisions', link: '/adr/', activeMatch: '^/adr/' },
    { text: 'Platform', link: '/platform/', activeMatch: '^/platform/' },
  ];
}
