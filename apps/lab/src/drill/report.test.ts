import { expect, test } from 'vitest';
import type { ControlResult, Journal } from './journal.ts';
import { renderReport } from './report.ts';

const control = (...falseAlarms: string[]): ControlResult => ({
  startedAt: '2026-11-21T10:00:00.000Z',
  seconds: 180,
  falseAlarms,
});
const journal = (controls: Pick<Journal, 'control' | 'repeatedControls'>): Journal => ({
  startedAt: '2026-11-21T09:00:00.000Z',
  endedAt: '2026-11-21T10:03:00.000Z',
  timing: 'drill',
  route: 'native',
  drills: [],
  ...controls,
});

test('report - when the control was quiet - then it says so and nothing else', () => {
  const report = renderReport(journal({ control: control() }));
  expect(report).toContain('In 3 minutes without a fault nothing fired but the Watchdog.');
  expect(report).not.toContain('repeated');
});

test('report - when something fired in a control - then it is named, repeated or not', () => {
  expect(renderReport(journal({ control: control('TargetDown') }))).toContain(
    'without a fault these fired: TargetDown.',
  );
  expect(
    renderReport(journal({ control: control(), repeatedControls: [control('TargetDown', 'PipelineStale')] })),
  ).toContain('It was repeated, because these had fired before: TargetDown, PipelineStale.');
});
