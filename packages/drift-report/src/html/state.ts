import type { ComparisonState } from '../report.ts';

const WORDS: Readonly<Record<ComparisonState, string>> = {
  ok: '✔ no drift',
  warning: '▲ watch',
  drift: '✖ drift',
  insufficient_data: '○ too little data',
};

/** A state by sign and word, so that nobody needs its colour. */
export function stateMark(state: ComparisonState): string {
  return `<span class="state ${state}">${WORDS[state]}</span>`;
}
