import { expect, test } from 'vitest';
import { type ControlResult, hasPassed, type Journal } from './journal.ts';
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

test('report - when something was left out - then it is named, with the reason', () => {
  const left = {
    ...journal({ control: control() }),
    notDrilled: [{ fault: 'drift', why: 'time is up' }] as const,
  };
  expect(renderReport(left)).toContain('Not drilled: drift (time is up).');
  expect(hasPassed(left)).toBe(false);
  const without = { ...left, notDrilled: [{ fault: 'huge-trace', why: 'this lab has no tempo' }] as const };
  expect(hasPassed(without)).toBe(true);
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
