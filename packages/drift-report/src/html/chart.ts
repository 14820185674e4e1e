import type { Static } from 'typebox';
import type { Bin } from '../report.ts';
import { escapeHtml } from './escape.ts';
import { formatShare } from './numbers.ts';

type Bins = readonly Static<typeof Bin>[];

const WIDTH = 640;
const HEIGHT = 180;
const BASELINE = 140;
const TOP = 12;
const LEFT = 44;
/** Room for a label under the axis, in the units of the picture. */
const LABEL_ROOM = 76;
const LABEL_LETTERS = 13;

/** Both distributions over the same bins, as pairs of bars. Every bar tells its numbers on its own (`title`). */
export function distributionChart(name: string, bins: Bins): string {
  const highest = Math.max(...bins.map(({ reference, current }) => Math.max(reference, current)));
  const top = highest > 0 ? highest : 1;
  const slot = (WIDTH - LEFT) / bins.length;
  const height = (share: number) => ((BASELINE - TOP) * share) / top;
  const bar = (
    side: 'reference' | 'current',
    index: number,
    { label, title: name = label, [side]: share }: Bins[number],
  ) => {
    const width = slot * 0.4;
    const x = LEFT + index * slot + slot * 0.1 + (side === 'current' ? width : 0);
    const title = `${name}: ${formatShare(share)} of ${side === 'current' ? 'current' : 'the reference'}`;
    return `<rect class="${side}" x="${fixed(x)}" y="${fixed(BASELINE - height(share))}" width="${fixed(width)}" height="${fixed(height(share))}"><title>${escapeHtml(title)}</title></rect>`;
  };
  const every = Math.max(1, Math.ceil(LABEL_ROOM / slot));
  const labels = bins.map(({ label, title = label }, index) =>
    index % every === 0
      ? `<text x="${fixed(LEFT + (index + 0.5) * slot)}" y="${BASELINE + 18}" text-anchor="middle">${escapeHtml(shortened(title))}</text>`
      : '',
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT - 16}" role="img" aria-label="${escapeHtml(`Distribution of ${name} in reference and current; the table below has its numbers`)}">
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${formatShare(top)}</text>
<text x="${LEFT - 6}" y="${BASELINE + 4}" text-anchor="end">0</text>
<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${TOP}" y2="${TOP}"/>
${bins.map((bin, index) => bar('reference', index, bin) + bar('current', index, bin)).join('\n')}
<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${BASELINE}" y2="${BASELINE}"/>
${labels.filter((label) => label !== '').join('\n')}
</svg>`;
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= LABEL_LETTERS ? label : `${letters.slice(0, LABEL_LETTERS - 1).join('')}…`;
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)));
}
