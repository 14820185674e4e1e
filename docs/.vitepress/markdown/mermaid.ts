import type { MarkdownRenderer } from 'vitepress';

/** ```mermaid becomes a drawing; its text goes along for those who see no drawings. */
export function mermaidFences(markdown: MarkdownRenderer): void {
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token?.info.trim().split(/\s/)[0] === 'mermaid')
      return `<MermaidDiagram code="${encodeURIComponent(token.content)}" />\n`;
    return fence?.(tokens, index, options, env, self) ?? '';
  };
}
