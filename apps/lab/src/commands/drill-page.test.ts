/** docs/reference/drills.md says that `./lab drill` wrote it; what it says is read back here, and written again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AlertOutcome, ControlResult, DrillResult, Journal } from '../drill/journal.ts';
import { renderReport } from '../drill/report.ts';
import { REPOSITORY_ROOT } from '../settings.ts';

const ROW = /^\| ((?:[^|\\]|\\.)+) \| (.+) \| (.+) \| (.+) \| (\d+) \| (.+) \| (.+) \| (\d+) \|$/gm;

/** As much of a journal as the page tells of: what it leaves out is empty. */
function journalOf(page: string): Journal {
  const [, route, timing = '', date = ''] =
    /\((Docker Compose|plain processes), (\w+) timing\), on\n(\d{4}-\d{2}-\d{2})\./.exec(page) ?? [];
  const alerts = new Map<string, AlertOutcome[]>();
  for (const [, fault = '', alert = '', ...cells] of page.matchAll(ROW)) {
    const [pending, firing, bound, delivered, resolved, resolutionBound] = cells.map(secondsOf);
    alerts.set(fault, [
      ...(alerts.get(fault) ?? []),
      {
        alert,
        pendingAfter: pending,
        firingAfter: firing,
        bound: bound ?? Number.NaN,
        deliveredAfter: delivered,
        resolvedAfter: resolved,
        resolutionBound: resolutionBound ?? Number.NaN,
      },
    ]);
  }
  const failed = new Map(
    attemptsUnder('What went wrong', page).map((drill) => [drill.fault, drill.problems]),
  );
  const before = attemptsUnder('What went wrong before a drill was repeated', page);
  const firsts = new Map(before.toReversed().map((drill) => [drill.fault, drill]));
  const last = [...alerts].map(([fault, outcomes]) => drillOf(fault, outcomes, failed.get(fault)));
  return {
    startedAt: `${date}T00:00:00.000Z`,
    endedAt: '',
    timing,
    route: route === 'Docker Compose' ? 'docker' : 'native',
    // In the order of a run: all faults, and then again those that were not as the catalogue says.
    drills: [
      ...last.map((drill) => firsts.get(drill.fault) ?? drill),
      ...before.filter((drill) => firsts.get(drill.fault) !== drill),
      ...last.filter(({ fault }) => firsts.has(fault)),
    ],
    control: controlOf(page),
  };
}

/** `–` and `never` are nothing measured. */
const secondsOf = (cell: string | undefined): number | undefined =>
  cell === undefined || cell === '–' || cell === 'never' ? undefined : Number(cell);

const drillOf = (
  fault: string,
  alerts: readonly AlertOutcome[],
  problems: readonly string[] = [],
): DrillResult => ({
  fault,
  attempt: 1,
  title: '',
  startedAt: '',
  seconds: 0,
  alerts,
  unexpected: [],
  problems,
});

/** The drills of a list of problems; those of one drill follow each other. */
function attemptsUnder(heading: string, page: string): readonly DrillResult[] {
  const [, section = ''] = new RegExp(`^## ${heading}\\n\\n((?:- .*\\n)+)`, 'm').exec(page) ?? [];
  const attempts: DrillResult[] = [];
  for (const [, fault = '', problem = ''] of section.matchAll(/^- ([a-z-]+): (.*)$/gm)) {
    const latest = attempts.at(-1);
    if (latest?.fault === fault)
      attempts[attempts.length - 1] = drillOf(fault, [], [...latest.problems, problem]);
    else attempts.push(drillOf(fault, [], [problem]));
  }
  return attempts;
}

function controlOf(page: string): ControlResult | undefined {
  const [, minutes, alarms] =
    / In (\d+) minutes without a fault (?:nothing fired but the Watchdog|these fired: (.*))\.$/m.exec(page) ??
    [];
  if (minutes === undefined) return undefined;
  return { startedAt: '', seconds: Number(minutes) * 60, falseAlarms: alarms?.split(', ') ?? [] };
}

const outcome = (alert: string, rest: Partial<AlertOutcome> = {}): AlertOutcome => ({
  alert,
  pendingAfter: 1.5,
  firingAfter: 4,
  bound: 13,
  deliveredAfter: 5.2,
  resolvedAfter: 4.8,
  resolutionBound: 10,
  ...rest,
});

const JOURNAL: Journal = {
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '',
  timing: 'drill',
  route: 'docker',
  drills: [
    drillOf('slow-model', [
      outcome('HighModelLatency'),
      outcome('HighPredictionLatency', { deliveredAfter: undefined }),
    ]),
    drillOf('drift', [], ['DataDriftDetected never fired']),
    drillOf('skewed-model', [], ['no evidence']),
    drillOf(
      'frozen-loki',
      [outcome('TargetDown', { firingAfter: undefined, resolvedAfter: undefined })],
      ['late'],
    ),
    drillOf('drift', [], ['DataDriftDetected never fired', 'FeaturesDegraded fired and is not expected']),
    drillOf('skewed-model', [outcome('PredictionDistributionShift')]),
    drillOf('drift', [outcome('ErrorBudgetBurn availability page')]),
  ],
  control: { startedAt: '', seconds: 900, falseAlarms: ['TargetDown', 'FeaturesDegraded'] },
};

describe('the page of the drills', () => {
  test('when a journal was rendered - then reading it back and rendering that gives the same page', () => {
    const page = renderReport(JOURNAL);
    expect(renderReport(journalOf(page))).toBe(page);
  });

  test('when somebody adds a word or takes one away - then it is another page', () => {
    const page = renderReport(JOURNAL);
    for (const edited of [
      page.replace('\n\n|', '\n\nRepeated later.\n\n|'),
      page.replace(' All in seconds.', ''),
    ])
      expect(renderReport(journalOf(edited))).not.toBe(edited);
  });

  test('docs/reference/drills.md - when it is compared with what ./lab drill writes - then nobody has edited it', () => {
    const page = readFileSync(join(REPOSITORY_ROOT, 'docs/reference/drills.md'), 'utf8');
    expect(page).toBe(renderReport(journalOf(page)));
  });
});
