/** Reads what the learner has written in Markdown. */

/** Texts below the `## ` headings, by heading in lower case; comments are no text. */
export function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const [, ...parts] = markdown.replace(/<!--[\s\S]*?-->/g, '').split(/^## +/m);
  return new Map(
    parts.map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      return [heading.trim().toLowerCase(), lines.join('\n').trim()];
    }),
  );
}

export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /\w/.test(word)).length;

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
      .filter((name) => /_(?:total|seconds|ratio|count|bucket|bytes|info)$|:/.test(name)),
  ),
];
