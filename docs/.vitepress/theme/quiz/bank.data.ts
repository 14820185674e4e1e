import { presentQuestion, type Question, type Quiz } from '@lab/course/quiz';
import { readQuizBank } from '@lab/course/quiz/bank';
import { createMarkdownRenderer, type SiteConfig } from 'vitepress';
import { ROOT } from '../../content/repository.ts';

interface BankData {
  readonly quizzes: readonly Quiz[];
  /** HTML of texts of the bank that are more than plain, by the text: made here, so that no page renders Markdown. */
  readonly html: {
    readonly block: Readonly<Record<string, string>>;
    readonly inline: Readonly<Record<string, string>>;
  };
}

declare const data: BankData;

export { data };

const MARKUP = /[`*_[\n&<>]/;

/** Every text of a question that a learner may see, but for what is shown as a block. */
function inlineTexts(question: Question): readonly string[] {
  const options = 'options' in question ? question.options : 'items' in question ? question.items : [];
  const mistakes = 'mistakes' in question ? question.mistakes.map(({ why }) => why) : [];
  return [
    ...options.flatMap((option) => [
      ...('text' in option ? [option.text] : []),
      ...('why' in option && option.why !== undefined ? [option.why] : []),
    ]),
    ...mistakes,
  ];
}

const fenced = (language: string, body: string): string => `\`\`\`\`\`${language}\n${body}\n\`\`\`\`\`\n`;

export default {
  watch: [`${ROOT}/docs/quizzes/*.yaml`],
  async load(): Promise<BankData> {
    const { markdown, site, srcDir } = (globalThis as unknown as { VITEPRESS_CONFIG: SiteConfig })
      .VITEPRESS_CONFIG;
    const renderer = await createMarkdownRenderer(srcDir, markdown, site.base);
    const quizzes = readQuizBank(`${ROOT}/docs/quizzes`);
    const block: Record<string, string> = {};
    const inline: Record<string, string> = {};
    for (const { intro, questions } of quizzes) {
      inline[intro] = renderer.renderInline(intro);
      for (const question of questions) {
        for (const text of [question.text, question.why]) block[text] = renderer.render(text);
        for (const text of inlineTexts(question))
          if (MARKUP.test(text)) inline[text] = renderer.renderInline(text);
        const { exhibits, ask } = presentQuestion(question, '');
        for (const { language, body } of exhibits) block[body] = renderer.render(fenced(language, body));
        if (ask.form === 'one' && ask.language === 'promql')
          for (const { text } of ask.options) block[text] = renderer.render(fenced('promql', text));
      }
    }
    return { quizzes, html: { block, inline } };
  },
};
