/** First lines of a generated page; a viewer of Markdown shows none of the comment. */
export const pageHead = (title: string, source: string, intro: string): string =>
  `<!-- Generated from ${source} by \`npm run generate\`. Do not edit. -->\n\n# ${title}\n\n${intro}\n`;

/** A `<` would begin an element, and two braces a template of the site. */
export const plainText = (text: string): string =>
  text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;').replaceAll('|', '\\|');

export const code = (text: string): string => `\`${text}\``;

/** `empty-ok`: a page of reference shows what is asked, and in a healthy lab much of it has no answer. */
export const queryFence = (language: 'promql' | 'logql' | 'traceql', query: string): string =>
  `\`\`\`${language} empty-ok\n${query.trim()}\n\`\`\``;

export const textFence = (text: string): string => `\`\`\`text\n${text.trim()}\n\`\`\``;

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** Columns are as wide as their widest cell, as the formatter of the other documents has it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

/** The anchor of a heading, as viewers of Markdown and the site make it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** Parts of a page, an empty line between them. */
export const page = (...parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`.replace(/\n{3,}/g, '\n\n');
