import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BuiltPage, bringSiteUpToDate, builtPages, DIST } from './built-site.ts';

/** A build on a busy machine of two cores. */
const BUILD_LIMIT_MS = 15 * 60_000;

describe('the built site', () => {
  let pages: readonly BuiltPage[];
  beforeAll(() => {
    bringSiteUpToDate();
    pages = builtPages();
  }, BUILD_LIMIT_MS);

  it('pages - when they are counted - then every part of the site is there', () => {
    const addresses = pages.map(({ address }) => address);
    for (const address of [
      '/',
      '/lessons/',
      '/labs/',
      '/quizzes/module-08',
      '/runbooks/',
      '/reference/metrics',
      '/adr/',
      '/platform/',
    ])
      expect(addresses).toContain(address);
    expect(addresses.filter((address) => address.startsWith('/lessons/module-')).length).toBe(15);
  });

  it('links to files - when pages were built - then each led somewhere', () => {
    expect(readFileSync(join(DIST, 'dead-links.txt'), 'utf8')).toBe('');
  });

  it('links between pages - when they are followed - then page and heading are there', () => {
    const ids = new Map(pages.map(({ address, html }) => [address, new Set(idsOf(html))]));
    const dead = pages
      .filter(({ address }) => address !== '/404')
      .flatMap(({ address, html }) => linksOf(html, address).map((link) => ({ on: address, link })))
      .filter(({ link }) => {
        const found = ids.get(link.pathname);
        return (
          found === undefined || (link.hash !== '' && !found.has(decodeURIComponent(link.hash.slice(1))))
        );
      })
      .map(({ on, link }) => `${on}: ${link.pathname}${link.hash}`);
    expect([...new Set(dead)]).toEqual([]);
  });

  it('pages - when they name what they load - then it comes from the site itself', () => {
    const foreign = pages.flatMap(({ address, html }) =>
      [
        ...html.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?\/\/[^"]*"/g),
      ].map(([element]) => `${address}: ${element}`),
    );
    expect(foreign).toEqual([]);
  });
});

const idsOf = (html: string): string[] => [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);

/** Links to other pages of the site, assets left out. */
function linksOf(html: string, address: string): URL[] {
  return [...html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)]
    .map(([, href = '']) => new URL(href.replaceAll('&amp;', '&'), `http://site${address}`))
    .filter(({ host, pathname }) => host === 'site' && !pathname.startsWith('/assets/'));
}
