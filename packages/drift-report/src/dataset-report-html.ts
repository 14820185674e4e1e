import type { DatasetComparison, DatasetReport } from './dataset-report.ts';
import { formatCount, formatNumber, formatShare } from './html/numbers.ts';
import { type ReportPage, renderPage, type ShownComparison } from './html/page.ts';
import { calibratedSentence, fixedThresholdSentence } from './html/sentences.ts';

/** Two data sets compared, as a self-contained HTML document. */
export function datasetReportHtml(report: DatasetReport): string {
  return renderPage(pageOf(report));
}

/** The verdict on the data sets in plain words. */
export function datasetVerdict({
  state,
  columns,
  drifted_columns,
  mode,
  drift_share,
}: DatasetReport): string {
  const counted = new Set(columns.map(({ name }) => name)).size;
  const drifted = columns.filter((column) => column.state === 'drift').map(shownName);
  if (mode === 'evidently') {
    return `${drifted_columns} of ${counted} columns drifted by Evidently's tests (data sets drift from ${formatShare(drift_share ?? 0)} of their columns on)${listed(drifted)}`;
  }
  if (state === 'drift') return `${drifted_columns} of ${counted} columns drifted${listed(drifted)}`;
  if (state === 'insufficient_data') return 'no column has enough data to tell drift from chance.';
  const watched = columns.filter((column) => column.state === 'warning').map(shownName);
  const untold = columns.filter((column) => column.state === 'insufficient_data').map(shownName);
  return `none of ${counted} columns drifted${watched.length === 0 ? '' : `; worth watching: ${watched.join(', ')}`}${untold.length === 0 ? '' : `; too little data: ${untold.join(', ')}`}.`;
}

function pageOf(report: DatasetReport): ReportPage {
  const { title, mode, state, reference, current, columns, not_compared } = report;
  return {
    title,
    state,
    verdict: datasetVerdict(report),
    facts: [
      ['Reference', `${reference.description}, ${formatCount(reference.rows)} rows`],
      ['Current', `${current.description}, ${formatCount(current.rows)} rows`],
      ['Rule', rule(report)],
      ['Made', report.created_at],
    ],
    sections: [
      {
        heading: 'Columns',
        explanation:
          mode === 'evidently'
            ? "Tests, bins and thresholds are Evidently's defaults."
            : 'Thresholds come from the noise that the reference itself has at this number of rows, all columns judged together. Score: 0.5 watch, 0.7 drift.',
        comparisons: columns.map((column) => shown(column, mode)),
      },
    ],
    lists:
      not_compared.length === 0
        ? []
        : [
            {
              heading: 'Not compared',
              explanation: 'These columns have no part in the verdict.',
              header: ['column', 'why'],
              rows: not_compared.map(({ name, reason }) => [name, reason]),
            },
          ],
  };
}

function rule({ mode, alpha = 0, smallest_distance = 0, drift_share = 0 }: DatasetReport): string {
  if (mode === 'evidently')
    return `Evidently's defaults; the data sets drift from ${formatShare(drift_share)} of their columns on`;
  return `at most ${formatNumber(100 * alpha)} false alarms in 100 comparisons; distances below ${smallest_distance} are never drift`;
}

function shown(column: DatasetComparison, mode: DatasetReport['mode']): ShownComparison {
  const { p_value_threshold } = column;
  return {
    comparison: { ...column, name: shownName(column) },
    type: column.type,
    ...(p_value_threshold === undefined ? {} : { pValueThreshold: p_value_threshold }),
    sentence:
      mode === 'evidently' ? fixedThresholdSentence(column, p_value_threshold) : calibratedSentence(column),
    notes: notesOf(column),
  };
}

function shownName({ name, compared }: DatasetComparison): string {
  return compared === 'missing_share' ? `${name}: share of missing values` : name;
}

/** What else a person should know of a column: values that were missing, categories that are new. */
export function notesOf(column: DatasetComparison): string[] {
  if (column.compared === 'missing_share') return [];
  const notes: string[] = [];
  const { reference_missing, current_missing, reference_samples, current_samples, unseen_categories } =
    column;
  if (reference_missing + current_missing > 0) {
    const share = (missing: number, present: number) => formatShare(missing / (missing + present));
    notes.push(
      `missing: ${share(reference_missing, reference_samples)} of the reference, ${share(current_missing, current_samples)} of current`,
    );
  }
  if (unseen_categories.length > 0) {
    const named = unseen_categories.map(({ category, rows }) => `${category} (${formatCount(rows)} rows)`);
    notes.push(`categories that the reference does not have: ${named.join(', ')}`);
  }
  return notes;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '.' : `: ${names.join(', ')}.`;
}
