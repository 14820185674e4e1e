/** Every alert is set off by its fault in a lab of real engines, and nothing fires without one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTS } from '@lab/catalogue/faults';
import { TESTS_END_AT } from '@lab/engine-clients/testing';
import { ROOT } from '@lab/test-telemetry/command-line';
import { type StartedLab, startLab } from '@lab/test-telemetry/start-lab';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The committed report has a longer control; here it must not double the time of the tests. */
const CONTROL_MINUTES = '3';

interface OnMachine {
  readonly machine: { readonly isBusy: boolean };
}

interface Journal {
  /** Every attempt, in order. */
  readonly drills: readonly (OnMachine & {
    readonly fault: string;
    readonly attempt: number;
    readonly problems: readonly string[];
  })[];
  readonly notDrilled?: readonly { readonly fault: string; readonly why: string }[];
  readonly control: OnMachine & { readonly falseAlarms: readonly string[] };
}

/** Detection is bounded in seconds: a machine that was busy elsewhere for one of them gets other chances, and says so. */
const RETRIES = '2';
/** After the drills come the control, which waits until budgets have stopped burning, and the end of the lab. */
const MINUTES_AFTER_DRILLS = 10;
const BUSY = 'no verdict: the machine was too busy with something else';

/** Where the tests have to be over at some time, the drills do what they can until then. */
function timeLimit(endsAt = process.env[TESTS_END_AT]): string[] {
  if (endsAt === undefined) return [];
  const minutes = (Number(endsAt) - Date.now()) / 60_000 - MINUTES_AFTER_DRILLS;
  return ['--within', Math.max(1, minutes).toFixed(1)];
}

let started: StartedLab;
let journal: Journal;

beforeAll(async () => {
  started = await startLab({ LAB_TIMING: 'drill' });
});
afterAll(() => started.stop());

describe('./lab drill', () => {
  test('when every fault is drilled - then the journal names all of them', async () => {
    // Its progress is shown as it comes: this takes half an hour.
    await execa(
      `${ROOT}/lab`,
      ['drill', '--all', '--retries', RETRIES, '--control', CONTROL_MINUTES, ...timeLimit()],
      { cwd: ROOT, env: started.lab.env, reject: false, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const folder = join(started.lab.stateDir, 'drills');
    const [latest] = readdirSync(folder).sort().reverse();
    journal = JSON.parse(readFileSync(join(folder, latest ?? '', 'journal.json'), 'utf8'));
    const first = journal.drills.filter(({ attempt }) => attempt === 1).map(({ fault }) => fault);
    const left = (journal.notDrilled ?? []).map(({ fault }) => fault);
    expect([...first, ...left].toSorted()).toEqual(FAULTS.map(({ name }) => name).toSorted());
  });

  test.for(FAULTS.map(({ name }) => name))(
    '%s - when it is injected - then its alerts fire in time, are told, resolve, and no other does',
    (name, { skip }) => {
      const left = journal.notDrilled?.find(({ fault }) => fault === name);
      if (left !== undefined) skip(`not drilled: ${left.why}`);
      const last = journal.drills.findLast(({ fault }) => fault === name);
      if (last?.problems.length !== 0 && last?.machine.isBusy) skip(BUSY);
      expect(last?.problems).toEqual([]);
    },
  );

  test('control - when nothing is injected - then nothing fires but the Watchdog', ({ skip }) => {
    const { falseAlarms, machine } = journal.control;
    if (falseAlarms.length > 0 && machine.isBusy) skip(BUSY);
    expect(falseAlarms).toEqual([]);
  });
});
