import { expect, test } from 'vitest';
import { readPages } from './pages.ts';

const WORDS_PER_MINUTE = 200;
/** A sentence more or less is no reason to touch the number. */
const TOLERANCE_MINUTES = 1;
const FENCE = /^```(\w+)[^\n]*\n[\s\S]*?^```$/gm;
const TRIED = ['promql', 'logql', 'traceql', 'sh'];

/** As docs/study-paths.md counts: the words of the text, and a minute for each query or command that one tries. */
function minutesOf(text: string): number {
  const tried = [...text.matchAll(FENCE)].filter(([, language = '']) => TRIED.includes(language));
  const words = text.replace(FENCE, '').split(/\s+/).filter(Boolean);
  return words.length / WORDS_PER_MINUTE + tried.length;
}

test('minutes - when a text is counted - then words and what one tries count, and what is only shown does not', () => {
  const words = (count: number): string => 'word '.repeat(count);
  expect(minutesOf(words(400))).toBe(2);
  expect(minutesOf(`${words(200)}\n\n\`\`\`promql\nup\n\`\`\`\n\n\`\`\`text\n${words(500)}\n\`\`\`\n`)).toBe(
    2,
  );
});

test.each(readPages('docs/lessons/*/*.md').map((page) => [page.file, page] as const))(
  '%s - when it states how long it takes - then as long as its words and its commands',
  (_file, { text, frontmatter }) => {
    const stated = Number(frontmatter.reading_minutes);
    expect(Math.abs(stated - minutesOf(text))).toBeLessThanOrEqual(TOLERANCE_MINUTES);
  },
);
