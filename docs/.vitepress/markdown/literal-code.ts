import type { MarkdownRenderer } from 'vitepress';

/** Code between backticks means what it says: Vue would take the `{{.window}}` of a template for an expression of its own. */
export function literalCode(markdown: MarkdownRenderer): void {
  const code = markdown.renderer.rules.code_inline;
  markdown.renderer.rules.code_inline = (tokens, index, options, env, self) => {
    tokens[index]?.attrSet('v-pre', '');
    return code?.(tokens, index, options, env, self) ?? '';
  };
}
