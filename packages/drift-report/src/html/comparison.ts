import { distributionChart } from './chart.ts';
import { escapeHtml } from './escape.ts';
import { formatChance, formatCount, formatNumber, formatShare } from './numbers.ts';
import type { ShownComparison } from './page.ts';
import { stateMark } from './state.ts';

const METHODS: Readonly<Record<string, string>> = {
  kolmogorov_smirnov: 'Kolmogorov-Smirnov distance',
  jensen_shannon: 'Jensen-Shannon distance',
  wasserstein: 'Wasserstein distance (normed)',
  calibration: 'calibration of the score (chi-square)',
  ks: 'Kolmogorov-Smirnov test',
  z: 'Z test of proportions',
  chisquare: 'chi-square test',
  jensenshannon: 'Jensen-Shannon distance',
};

const HEADER = [
  'column',
  'type',
  'method',
  'distance',
  'threshold',
  'p value',
  'effect',
  'n',
  'score',
  'state',
];
const FIRST_NUMBER = 3;

export function comparisonTable(
  shown: readonly ShownComparison[],
  anchor: (position: number) => string,
): string {
  const head = HEADER.map(
    (title, index) =>
      `<th scope="col"${index >= FIRST_NUMBER && title !== 'state' ? ' class="number"' : ''}>${title}</th>`,
  );
  return `<div class="scroll"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${shown.map((one, position) => row(one, anchor(position))).join('\n')}
</tbody>
</table></div>`;
}

function row({ comparison, type = '–', pValueThreshold }: ShownComparison, id: string): string {
  const numbers = [
    maybe(comparison.statistic, formatNumber),
    pValueThreshold === undefined ? maybe(comparison.threshold, formatNumber) : `p ≤ ${pValueThreshold}`,
    maybe(comparison.p_value, formatChance),
    maybe(comparison.effect_size, formatNumber),
    formatCount(comparison.current_samples),
    maybe(comparison.score, (score) => score.toFixed(2)),
  ];
  return `<tr><th scope="row"><a href="#${id}">${escapeHtml(comparison.name)}</a></th><td>${escapeHtml(type)}</td><td>${escapeHtml(methodName(comparison.method))}</td>${numbers.map((cell) => `<td class="number">${escapeHtml(cell)}</td>`).join('')}<td>${stateMark(comparison.state)}</td></tr>`;
}

/** One column: verdict, numbers, and the picture with its table. */
export function comparisonCard({ comparison, sentence, notes }: ShownComparison, id: string): string {
  const { name, state, bins } = comparison;
  return `<article id="${id}" aria-labelledby="${id}-name">
<header><h3 id="${id}-name">${escapeHtml(name)}</h3>${stateMark(state)}</header>
<p>${escapeHtml(sentence)}</p>
${notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`}
${bins.length === 0 ? '' : distribution(name, bins)}
</article>`;
}

function distribution(name: string, bins: ShownComparison['comparison']['bins']): string {
  const rows = bins.map(
    ({ label, reference, current }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${formatShare(reference)}</td><td class="number">${formatShare(current)}</td></tr>`,
  );
  return `<figure>
<figcaption>Share of the rows<span class="key reference"></span>reference<span class="key current"></span>current</figcaption>
${distributionChart(name, bins)}
<details><summary>The same as a table</summary>
<table>
<caption>${escapeHtml(name)}: share of the rows</caption>
<thead><tr><th scope="col">bin</th><th scope="col" class="number">reference</th><th scope="col" class="number">current</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></details>
</figure>`;
}

export function methodName(method: string): string {
  return METHODS[method] ?? method;
}

function maybe(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value);
}
