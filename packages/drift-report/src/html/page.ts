import type { Comparison, ComparisonState } from '../report.ts';
import { comparisonCard, comparisonTable } from './comparison.ts';
import { escapeHtml } from './escape.ts';
import { stateMark } from './state.ts';
import { STYLE } from './style.ts';

/** What any drift report shows, whoever wrote it. */
export interface ReportPage {
  readonly title: string;
  readonly state: ComparisonState;
  /** The verdict in plain words. */
  readonly verdict: string;
  /** What was compared, when and by which rule. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly ReportSection[];
  readonly lists: readonly ReportList[];
}

export interface ReportSection {
  readonly heading: string;
  readonly explanation: string;
  readonly comparisons: readonly ShownComparison[];
}

/** A comparison with what only this report knows of it. */
export interface ShownComparison {
  readonly comparison: Comparison;
  readonly type?: string;
  /** For a method that decides by its p value. */
  readonly pValueThreshold?: number;
  readonly sentence: string;
  readonly notes: readonly string[];
}

export interface ReportList {
  readonly heading: string;
  readonly explanation: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A document that needs nothing else: no script, no font, no address. */
export function renderPage({ title, state, verdict, facts, sections, lists }: ReportPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="ML Observability Lab">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="verdict ${state}" role="status">${stateMark(state)} ${escapeHtml(verdict)}</p>
<dl>
${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('\n')}
</dl>
${sections.map((section, index) => renderSection(section, index)).join('\n')}
${lists.map(renderList).join('\n')}
</main>
</body>
</html>
`;
}

function renderSection({ heading, explanation, comparisons }: ReportSection, index: number): string {
  const anchor = (position: number) => `c${index}-${position}`;
  return `<section aria-labelledby="s${index}">
<h2 id="s${index}">${escapeHtml(heading)}</h2>
<p class="dim">${escapeHtml(explanation)}</p>
${comparisonTable(comparisons, anchor)}
${comparisons.map((shown, position) => comparisonCard(shown, anchor(position))).join('\n')}
</section>`;
}

function renderList({ heading, explanation, header, rows }: ReportList): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
  return `<section>
<h2>${escapeHtml(heading)}</h2>
<p class="dim">${escapeHtml(explanation)}</p>
<div class="scroll"><table>
<thead><tr>${header.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody>
</table></div>
</section>`;
}
