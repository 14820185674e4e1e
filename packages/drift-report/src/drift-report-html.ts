import { formatCount, formatNumber } from './html/numbers.ts';
import { type ReportList, type ReportPage, type ReportSection, renderPage } from './html/page.ts';
import { calibratedSentence } from './html/sentences.ts';
import type { Comparison, DriftReport } from './report.ts';

/** A drift run of a model, as a self-contained HTML document. */
export function driftReportHtml(report: DriftReport): string {
  return renderPage(pageOf(report));
}

const KINDS: Readonly<Record<DriftReport['kinds'][number], string>> = {
  covariate: 'the inputs have moved',
  prediction: 'the answers of the model have moved',
  concept: 'the relation of score and label has changed',
};

/** The verdict of a drift run in plain words. */
export function driftVerdict({ state, kinds, features, outputs, concept }: DriftReport): string {
  const all = [...features, ...outputs, ...(concept === undefined ? [] : [concept])];
  const named = (wanted: Comparison['state']) =>
    all
      .filter((comparison) => comparison.state === wanted)
      .map(({ name }) => name)
      .join(', ');
  switch (state) {
    case 'drift':
      return `${kinds.length === 0 ? 'a segment has moved' : kinds.map((kind) => KINDS[kind]).join('; ')}${named('drift') === '' ? '.' : `: ${named('drift')}.`}`;
    case 'warning':
      return named('warning') === ''
        ? 'a segment is worth watching.'
        : `nothing to act upon; worth watching: ${named('warning')}.`;
    case 'ok':
      return 'what differs is what chance gives.';
    default:
      return 'there is not enough data to tell drift from chance.';
  }
}

function pageOf(report: DriftReport): ReportPage {
  const { title, state, reference, current, alpha } = report;
  const window =
    current.from === undefined || current.to === undefined ? '' : `, from ${current.from} to ${current.to}`;
  const facts: (readonly [string, string | undefined])[] = [
    ['Model', report.model_name],
    ['Version', report.model_version],
    ['Reference', `${reference.description}, ${formatCount(reference.rows)} rows`],
    ['Current', `${current.description}, ${formatCount(current.rows)} rows${window}`],
    ['Chance of a false alarm', `${formatNumber(alpha)} in this run${perDay(report)}`],
    ['Made', report.created_at],
    ['Trace', report.trace_id],
    ['Report', report.id],
  ];
  return {
    title,
    state,
    verdict: driftVerdict(report),
    facts: facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined),
    sections: sectionsOf(report),
    lists: segmentsOf(report),
  };
}

function perDay({ accepted_false_alarms_per_day: accepted }: DriftReport): string {
  return accepted === undefined ? '' : `; ${formatNumber(accepted)} per day are accepted`;
}

function sectionsOf({ features, outputs, concept, recent }: DriftReport): ReportSection[] {
  return [
    section('Inputs', 'Features of the window against the reference.', features),
    section('Answers', 'What the model says: its score and how sure it is.', outputs),
    section(
      'Score and label',
      'Whether scores still mean what they meant: labels that came against labels that were foretold.',
      concept === undefined ? [] : [concept],
    ),
    section(
      'Against the last days',
      `The same features against ${recent?.description ?? ''}, ${formatCount(recent?.rows ?? 0)} rows; for information, without part in the verdict.`,
      recent?.features ?? [],
    ),
  ].filter(({ comparisons }) => comparisons.length > 0);
}

function section(heading: string, explanation: string, comparisons: readonly Comparison[]): ReportSection {
  return {
    heading,
    explanation,
    comparisons: comparisons.map((comparison) => ({
      comparison,
      sentence: calibratedSentence(comparison),
      notes: [],
    })),
  };
}

function segmentsOf({ segments }: DriftReport): ReportList[] {
  if (segments.length === 0) return [];
  return [
    {
      heading: 'Segments',
      explanation: 'The same comparison within parts of the traffic; the score is that of the feature named.',
      header: ['segment', 'state', 'score', 'feature', 'rows'],
      rows: segments.map(({ segment, state, score, feature_name, current_samples }) => [
        segment,
        state.replace('_', ' '),
        score === undefined ? '–' : score.toFixed(2),
        feature_name ?? '–',
        formatCount(current_samples),
      ]),
    },
  ];
}
