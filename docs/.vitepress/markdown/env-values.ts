import type { MarkdownRenderer } from 'vitepress';

const MARK = /^<!--\s*([A-Z][A-Z0-9_]*)\s*-->$/;

/**
 * `3.15.0<!-- PROMETHEUS_VERSION -->`: the text before such a mark is the value of that key in `.env`. A reader of the
 * raw file sees the value; the build fails where `.env` has gone on.
 * @throws {Error} from the rule, where text and `.env` differ
 */
export function envValues(markdown: MarkdownRenderer, env: Readonly<Record<string, string>>): void {
  markdown.core.ruler.push('env-values', (state) => {
    for (const { children } of state.tokens)
      children?.forEach((token, index) => {
        const key = token.type === 'html_inline' ? MARK.exec(token.content)?.[1] : undefined;
        const value = key === undefined ? undefined : env[key];
        if (value === undefined) return;
        const before = children[index - 1]?.content ?? '';
        if (!before.trimEnd().endsWith(value))
          throw new Error(
            `${(state.env as { path?: string }).path ?? 'a page'}: ${key} is ${value} in .env, and not what ends "${before}"`,
          );
        token.content = '';
      });
  });
}
