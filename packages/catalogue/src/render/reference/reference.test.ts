import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as catalogue from '../../index.ts';
import { referencePages } from './index.ts';
import { anchorOf } from './markdown.ts';
import { METRIC_GROUPS } from './metric-groups.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const pages = [...referencePages()];

describe('pages of reference', () => {
  test.each(pages)(
    '%s - when it is generated anew - then it is what is committed (npm run generate)',
    (path, content) => {
      expect(existsSync(join(root, path))).toBe(true);
      expect(readFileSync(join(root, path), 'utf8')).toBe(content);
    },
  );

  test('links among them - when they name a heading - then it is there', () => {
    const headings = new Map(
      pages.map(([path, content]) => [
        path.split('/').at(-1),
        new Set([...content.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))),
      ]),
    );
    const links = pages.flatMap(([path, content]) =>
      [...content.matchAll(/\]\(([a-z]+\.md)?#([^)]+)\)/g)].map(([, file, anchor = '']) => ({
        path,
        file: file ?? path.split('/').at(-1),
        anchor,
      })),
    );
    expect(links.length).toBeGreaterThan(100);
    // The page of dashboards is written by their own workspace, which checks it.
    const dead = links.filter(
      ({ file, anchor }) => file !== 'dashboards.md' && headings.get(file)?.has(anchor) !== true,
    );
    expect(dead).toEqual([]);
  });

  test('metrics - when the package exports one - then the page has it', () => {
    const exported = Object.values(catalogue).flatMap((value) =>
      typeof value === 'object' && 'name' in value && 'help' in value ? [value.name] : [],
    );
    const shown = METRIC_GROUPS.flatMap(({ metrics }) => metrics.map(({ name }) => name));
    expect([...shown].sort()).toEqual([...new Set(exported)].sort());
  });
});
