import type { Journal, ProbeJournal, Verdict } from './journal.ts';

/** What each verdict says of the hypothesis. */
export const SAID: Readonly<Record<Verdict, string>> = {
  held: 'the hypothesis held: the steady state did not change',
  deviated: 'the hypothesis is refuted: the steady state did not hold',
  aborted: 'stopped before its end: what nobody accepts came true',
  unsteady: 'not begun: what should be normal was not',
  failed: 'not carried out as written',
  interrupted: 'interrupted by a person',
};

export const PROBE_HEADER = [
  'what has to hold',
  'bounds',
  'before',
  'worst',
  'seen at',
  'first outside after',
];

/** A probe under PROBE_HEADER. */
export const probeCells = ({
  title,
  bounds,
  before,
  worst,
  deviated_after_seconds,
}: ProbeJournal): string[] => [
  title,
  bounds,
  shown(before),
  worst === null ? '–' : shown(worst.value),
  worst === null ? '–' : clock(worst.at),
  deviated_after_seconds === null ? 'never' : `${deviated_after_seconds} s`,
];

/** The journal as a page, with room for what was learnt: that part no machine writes. */
export function renderReport(journal: Journal): string {
  const { title, hypothesis, verdict, probes, problems } = journal;
  return `# ${title}

**${verdict}**: ${SAID[verdict]}${journal.aborted_by === null ? '' : ` (${journal.aborted_by})`}.

> ${hypothesis.replaceAll('\n', '\n> ')}

| ${PROBE_HEADER.join(' | ')} |
| --- | --- | ---: | ---: | --- | ---: |
${probes.map((probe) => `| ${probeCells(probe).map(cell).join(' | ')} |`).join('\n')}

- begun: ${journal.started_at}
- injected: ${journal.injected_at ?? 'no'}
- rolled back: ${journal.rolled_back_at ?? 'no'}
- the steady state held again: ${journal.recovered_after_seconds === null ? 'no' : `${journal.recovered_after_seconds} s after the rollback`}
${problems.map((problem) => `- problem: ${problem}\n`).join('')}
## What we have learnt

`;
}

/** A pipe would end the table's cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
/** To four digits. */
export const shown = (value: number | null): string =>
  value === null ? 'no data' : `${Number(value.toPrecision(4))}`;
const clock = (iso: string): string => iso.slice('2026-01-01T'.length, -1);
