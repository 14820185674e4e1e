import { data } from './bank.data.ts';

/** HTML of a block of text: a question, its explanation, an exhibit, a query. */
export const blockHtml = (text: string): string => data.html.block[text] ?? `<p>${inlineHtml(text)}</p>`;

/** HTML of a piece of a line. What was put together from several texts of the bank is plain but for its code. */
export const inlineHtml = (text: string): string => data.html.inline[text] ?? plainHtml(text);

const plainHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
