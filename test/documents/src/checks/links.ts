import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Problem } from '../problem.ts';
import { ROOT } from '../read/corpus.ts';
import type { Document } from '../read/document.ts';
import { readDocument } from '../read/read-document.ts';

const HAS_SCHEME = /^[a-z][a-z+.-]*:/i;

/** Relative links lead to a file, and to a heading where they name one; imported files and regions exist. */
export const linksResolve = (document: Document): readonly Problem[] => [
  ...document.links.flatMap(({ line, target }): Problem[] => {
    if (HAS_SCHEME.test(target)) return [];
    const [file = '', anchor] = decodeURI(target).split('#');
    const found = file === '' ? document.path : findFile(document.path, file.split('?')[0] ?? '');
    if (found === undefined)
      return [{ path: document.path, line, expected: 'a link to a file that exists', seen: target }];
    if (anchor === undefined || anchor === '' || !found.endsWith('.md')) return [];
    const anchors = found === document.path ? document.anchors : anchorsOf(found);
    return anchors.has(anchor)
      ? []
      : [{ path: document.path, line, expected: `a heading of ${found}`, seen: `#${anchor}` }];
  }),
  ...document.snippets.flatMap(({ line, path, region }): Problem[] => {
    const problem = (expected: string, seen: string) => [{ path: document.path, line, expected, seen }];
    if (!existsSync(join(ROOT, path))) return problem('a file to import', path);
    if (region === undefined) return [];
    const marks = readFileSync(join(ROOT, path), 'utf8').match(/#region\s+([\w-]+)/g) ?? [];
    return marks.some((mark) => mark.endsWith(` ${region}`))
      ? []
      : problem(`a region of ${path}`, `#${region}`);
  }),
];

/** As GitHub finds it, or as the site does, where `.md` may be left out and `/` is the folder of its sources. */
function findFile(from: string, target: string): string | undefined {
  const base = target.startsWith('/')
    ? posix.join('docs', target)
    : posix.normalize(posix.join(posix.dirname(from), target));
  return [base, `${base}.md`, posix.join(base, 'index.md')].find((path) => existsSync(join(ROOT, path)));
}

const known = new Map<string, ReadonlySet<string>>();

/** Of a file of the repository. Read once: hundreds of links lead to the same few pages. */
function anchorsOf(path: string): ReadonlySet<string> {
  const anchors = known.get(path) ?? readDocument(path, readFileSync(join(ROOT, path), 'utf8')).anchors;
  known.set(path, anchors);
  return anchors;
}
