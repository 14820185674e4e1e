import { ask } from '../customer.ts';
import { graded } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';

const FEWEST_PANELS = 4;

interface Panel {
  readonly title?: string;
  readonly type?: string;
  readonly datasource?: { readonly type?: string };
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr?: string; readonly datasource?: { readonly type?: string } }[];
}

export const dashboard = graded({
  id: 'dashboard',
  title: 'A dashboard as code',
  lookAt: 'documents.dashboard',
  sides: [
    {
      points: 4,
      wanted: `${FEWEST_PANELS} panels at least, each with a title, a unit and a query`,
      async look(system, lab) {
        const panels = panelsOf(await lab.files.read(system.files.dashboard));
        const whole = panels.filter(
          ({ title = '', fieldConfig, targets = [] }) =>
            title !== '' &&
            fieldConfig?.defaults?.unit !== undefined &&
            targets.some(({ expr = '' }) => expr !== ''),
        );
        return whole.length >= FEWEST_PANELS
          ? undefined
          : `${whole.length} of ${panels.length} panels have all three`;
      },
    },
    {
      points: 6,
      wanted: 'every query of it returns data',
      async look(system, lab) {
        const panels = panelsOf(await lab.files.read(system.files.dashboard));
        const queries = panels.flatMap(({ targets = [], datasource }) =>
          targets.map(({ expr = '', datasource: own }) => ({ expr, type: own?.type ?? datasource?.type })),
        );
        if (queries.length === 0) return 'no query';
        // A dashboard is looked at while customers come.
        await ask(system);
        const empty: string[] = [];
        for (const { expr, type } of queries) if (!(await answers(system, expr, type))) empty.push(expr);
        return empty.length === 0 ? undefined : `without data: ${empty.join('; ')}`;
      },
    },
  ],
  hints: [
    'Lab 7 has made a dashboard as code.',
    'Rate, errors, duration, and one panel of what the service is for; units such as reqps, percentunit, s.',
    'Run each expr against your Prometheus with $__rate_interval as 1m: what returns nothing is a panel that shows nothing.',
  ],
});

const panelsOf = (text: string): readonly Panel[] => {
  const { panels = [] } = JSON.parse(text) as { panels?: readonly Panel[] };
  return panels.filter(({ type }) => type !== 'row' && type !== 'text');
};

/** Grafana's own variables, as a dashboard that shows ten minutes would fill them in. */
const filled = (expr: string): string =>
  expr.replaceAll(/\$__rate_interval|\$__interval/g, '1m').replaceAll('$__range', '10m');

async function answers(
  { prometheus, loki }: LearnersSystem,
  expr: string,
  type = 'prometheus',
): Promise<boolean> {
  const found = type === 'loki' ? await loki.query(filled(expr)) : await prometheus.query(filled(expr));
  return found.some(({ value }) => Number.isFinite(value));
}
