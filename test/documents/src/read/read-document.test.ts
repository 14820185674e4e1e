import { expect, test } from 'vitest';
import { readDocument } from './read-document.ts';

const PAGE = `---
title: a page
---

# Heading

See \`ml_predictions_total\` and \`foo_total\` <!-- foreign --> at http://127.0.0.1:9090/graph. \`curl -X PUT http://127.0.0.1:8084/a\`

| column | other |
|---|---|
| \`bar_total\`<!-- foreign --> | [up](../README.md#map) |

- in a list:

  \`\`\`sh no-run="takes minutes"
  ./lab up
  \`\`\`

## Heading

## Own {#mine}

<a id="by-hand"></a>

<<< @/../apps/lab/src/main.ts#commands{2,3}

\`\`\`\`text
\`\`\`promql
not_a_query
\`\`\`
\`\`\`\`

\`\`\`promql empty-ok
up == 0
\`\`\`
`;
const page = readDocument('docs/lessons/a.md', PAGE);

test('readDocument - when fences are nested or indented - then only the real ones are there, with their line', () => {
  expect(
    page.fences.map(({ line, language, attributes, text }) => [line, language, attributes, text]),
  ).toEqual([
    [15, 'sh', { 'no-run': 'takes minutes' }, './lab up'],
    [27, 'text', {}, '```promql\nnot_a_query\n```'],
    [33, 'promql', { 'empty-ok': true }, 'up == 0'],
  ]);
});

test('readDocument - when code is marked as foreign - then it says so, in tables too', () => {
  expect(page.inlineCode).toEqual([
    { line: 7, text: 'ml_predictions_total', foreign: false },
    { line: 7, text: 'foo_total', foreign: true },
    { line: 7, text: 'curl -X PUT http://127.0.0.1:8084/a', foreign: false },
    { line: 11, text: 'bar_total', foreign: true },
  ]);
});

test('readDocument - when there are headings and anchors - then all that a link may name is known', () => {
  expect([...page.anchors]).toEqual(['heading', 'heading-1', 'mine', 'by-hand']);
});

test('readDocument - when links, addresses and files are in the text - then each has its line', () => {
  expect(page.links.filter(({ target }) => !target.startsWith('http'))).toEqual([
    { line: 11, target: '../README.md#map' },
  ]);
  expect(page.addresses).toEqual([
    { line: 7, method: 'GET', url: 'http://127.0.0.1:9090/graph' },
    { line: 7, method: 'PUT', url: 'http://127.0.0.1:8084/a' },
  ]);
  expect(page.snippets).toEqual([{ line: 25, path: 'apps/lab/src/main.ts', region: 'commands' }]);
});
