import type { MarkdownRenderer } from 'vitepress';

/**
 * `<<< @/../packages/…#region`: the course writes `@` for the folder docs. VitePress takes it for its source folder, which
 * is the root of the repository here.
 */
export function snippetsOfTheRepository(markdown: MarkdownRenderer): void {
  markdown.core.ruler.before('block', 'snippets-of-the-repository', (state) => {
    state.src = state.src.replace(/^(<<<\s+)@\/\.\.\//gm, '$1@/');
  });
}
