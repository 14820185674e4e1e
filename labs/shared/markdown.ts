/** Reads what a learner has written in Markdown: sections by their heading, tables by their rows, fences by language. */
export type Sections = ReadonlyMap<string, string>;

/** Texts below the `## ` headings, by heading in lower case; comments are no text. */
export function sectionsOf(markdown: string): Sections {
  const [, ...parts] = markdown.replace(/<!--[\s\S]*?-->/g, '').split(/^## +/m);
  return new Map(
    parts.map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading.trim().toLowerCase(), lines.join('\n').trim()];
    }),
  );
}

/** Rows of the first table, without its head; cells trimmed. */
export function rowsOf(section: string): readonly (readonly string[])[] {
  const [, , ...rows] = section.split('\n').filter((line) => line.trim().startsWith('|'));
  return rows.map((row) =>
    row
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => /\w/.test(word));

export const wordsIn = (text: string): number => wordsOf(text).length;

/** Whatever case and whatever stands around them. */
export const differentWordsIn = (text: string): number =>
  new Set(wordsOf(text).map((word) => word.toLowerCase().replace(/^\W+|\W+$/g, ''))).size;

/** The contents of fences of a language. */
export const fencesIn = (markdown: string, language: string): readonly string[] =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\b[^\\n]*\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, content = '']) => content.trim(),
  );

/** Metrics by the look of their names, in inline code. */
export const metricsNamedIn = (markdown: string): readonly string[] => [
  ...new Set(
    [...markdown.matchAll(/`([a-z][a-z0-9]*(?:[_:][a-z0-9]+)+)(?:\{[^`]*\})?`/g)]
      .map(([, name = '']) => name)
      .filter((name) => /_(?:total|seconds|ratio|count|bucket|bytes|info)$|:/.test(name))
      // `localhost:3100` is an address.
      .filter((name) => !/^[a-z][a-z0-9]*:\d+$/.test(name)),
  ),
];
