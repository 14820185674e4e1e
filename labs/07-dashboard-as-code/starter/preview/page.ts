/** A page for those who have no Grafana at hand: what each panel asks, and what comes back. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Answered, Line } from './ask.ts';

export interface Shown {
  readonly panel: dashboard.Panel;
  readonly answered: readonly Answered[];
}

const WIDTH = 360;
const HEIGHT = 60;
const MOST_LINES = 20;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  s: (value) => `${(value * 1000).toPrecision(3)} ms`,
  percentunit: (value) => `${(value * 100).toPrecision(3)} %`,
  bytes: (value) => `${(value / 2 ** 20).toPrecision(3)} MiB`,
};

function formatted(value: number | undefined, unit: string | undefined): string {
  if (value === undefined) return 'nothing';
  if (Number.isNaN(value)) return 'NaN';
  return FORMATS[unit ?? '']?.(value) ?? `${Number(value.toPrecision(4))} ${unit ?? '(no unit)'}`;
}

function graph(lines: readonly Line[]): string {
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.filter(Number.isFinite)));
  const paths = lines.slice(0, MOST_LINES).map(({ values }) => {
    const points = values.flatMap((value, index) =>
      Number.isFinite(value)
        ? [
            `${(index / Math.max(1, values.length - 1)) * WIDTH},${HEIGHT - (value / (highest || 1)) * (HEIGHT - 2) - 1}`,
          ]
        : [],
    );
    return `<polyline points="${points.join(' ')}"/>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}">${paths.join('')}</svg>`;
}

function answer({ query, lines, error }: Answered, unit: string | undefined): string {
  const rows = lines
    .slice(0, MOST_LINES)
    .map(
      ({ legend, values }) =>
        `<li>${escaped(legend || '(no legend)')}: ${formatted(values.at(-1), unit)}</li>`,
    );
  const more = lines.length > MOST_LINES ? `<li>and ${lines.length - MOST_LINES} more</li>` : '';
  const told = error ?? (lines.length === 0 ? 'No data' : undefined);
  return `<code>${escaped(query)}</code>${
    told === undefined
      ? `${graph(lines)}<ul>${rows.join('')}${more}</ul>`
      : `<p class="nothing">${escaped(told)}</p>`
  }`;
}

export function page(board: dashboard.Dashboard, shown: readonly Shown[]): string {
  const panels = shown.map(({ panel, answered }) => {
    const { title = '', description = '', type, fieldConfig } = panel;
    const unit = fieldConfig?.defaults?.unit;
    return `<section><h2>${escaped(title)}</h2><p>${escaped(description || 'no description')} <small>${escaped(type)}, ${escaped(unit ?? 'no unit')}</small></p>${answered.map((one) => answer(one, unit)).join('')}</section>`;
  });
  const variables = (board.templating?.list ?? []).map(
    ({ name, current }) => `$${name} = ${String(current?.value ?? '')}`,
  );
  return document(
    board.title ?? '',
    `<p>${escaped(variables.join(', ') || 'no variables')}. The last 15 minutes, anew every 10 s.</p><main>${panels.join('')}</main>`,
  );
}

export const mistake = (error: unknown): string =>
  document(
    'The dashboard cannot be built',
    `<pre class="nothing">${escaped(error instanceof Error ? (error.stack ?? error.message) : String(error))}</pre>`,
  );

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>${escaped(title)}</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 1rem; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(24rem, 1fr)); gap: 1rem; }
section { border: 1px solid #8888; border-radius: 4px; padding: 0 1rem 1rem; overflow-wrap: anywhere; }
svg { display: block; width: 100%; margin-top: .5rem; } polyline { fill: none; stroke: #36c; }
.nothing { color: #b00; }
</style>
<h1>${escaped(title)}</h1>${body}</html>
`;
