import { randomInt } from 'node:crypto';
import type { CheckContext } from '@lab/course/lab';
import { graded } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';
import { alarmsIn } from './printed-alarms.ts';

/** Many, as all windows are held against the same: what is odd about a small one would be odd 200 times. */
const REFERENCE_VALUES = 10_000;
const WINDOW_VALUES = 300;
const QUIET_WINDOWS = 200;
const DRIFTED_WINDOWS = 40;
/** Where the move begins is drawn for each run: who knows it needs to look at no value. */
const QUIET_BEFORE = { low: 80, high: 160 } as const;
/** A rule of "twice in a row" may need two windows to begin, and two to end. */
const SETTLING_WINDOWS = 2;
const SHIFT = 0.5;
/** One in a hundred. A test at five per cent, asked 200 times, cries wolf ten times. */
const FALSE_ALARMS_AT_MOST = 2;
const DETECTED_AT_LEAST = 0.9;
const CASES_FILE = 'logs/check/windows.json';

export const drift = graded({
  id: 'drift',
  title: 'A watch for drift that does not cry wolf',
  lookAt: `documents.drift, run with ${CASES_FILE}`,
  sides: [
    {
      points: 5,
      wanted: `at most ${FALSE_ALARMS_AT_MOST} alarms in ${QUIET_WINDOWS} windows without drift`,
      async look(system, lab) {
        const { quiet, moved } = await watched(system, lab);
        const raised = quiet.filter(Boolean).length;
        if ([...quiet, ...moved].every((alarm) => !alarm))
          return 'it never raises an alarm, whatever happens';
        return raised <= FALSE_ALARMS_AT_MOST ? undefined : `${raised} false alarms`;
      },
    },
    {
      points: 5,
      wanted: `an alarm in ${DETECTED_AT_LEAST * 100} % of the windows while the mean has moved by half a standard deviation`,
      async look(system, lab) {
        const { quiet, moved } = await watched(system, lab);
        if (quiet.every(Boolean)) return 'it raises an alarm for every window';
        const share = moved.filter(Boolean).length / moved.length;
        return share >= DETECTED_AT_LEAST ? undefined : `${Math.round(share * 100)} % of the windows`;
      },
    },
  ],
  hints: [
    'Lab 5 has measured drift, and how often a test is wrong.',
    'The program is given a file of reference and windows, and prints { "alarms": [true, false, …] }, one for each window.',
    'Two-sample Kolmogorov-Smirnov with a level that allows for how often it is asked: 0.0002 for 200 windows, or two windows in a row.',
  ],
});

/** What the program said of the windows, without those in which it may still settle. */
interface Said {
  readonly quiet: readonly boolean[];
  readonly moved: readonly boolean[];
}

/** Runs the learner's program on windows that are drawn for this run of checks. */
function watched({ files }: LearnersSystem, lab: CheckContext): Promise<Said> {
  const before = lab.notes.get('drift') as Promise<Said> | undefined;
  const running = before ?? run();
  lab.notes.set('drift', running);
  running.catch(() => lab.notes.delete('drift'));
  return running;

  async function run(): Promise<Said> {
    if (!(await lab.files.exists(files.drift))) throw new Error(`there is no ${files.drift}`);
    const { movesAt, ...cases } = drawnCases();
    await lab.files.write(CASES_FILE, JSON.stringify(cases));
    const { exitCode, output } = await lab.runScript(files.drift, CASES_FILE);
    if (exitCode !== 0)
      throw new Error(`${files.drift} ended with ${exitCode}: ${output.trim().slice(-300)}`);
    const alarms = alarmsIn(output);
    if (alarms === undefined)
      throw new Error(`${files.drift} printed no { "alarms": [...] }: ${output.trim().slice(0, 300)}`);
    if (alarms.length !== cases.windows.length)
      throw new Error(`${alarms.length} alarms for ${cases.windows.length} windows`);
    const endsAt = movesAt + DRIFTED_WINDOWS;
    return {
      quiet: [...alarms.slice(0, movesAt), ...alarms.slice(endsAt + SETTLING_WINDOWS)],
      moved: alarms.slice(movesAt + SETTLING_WINDOWS, endsAt),
    };
  }
}

function drawnCases() {
  const next = normalDraws(randomInt(1, 2 ** 31));
  const values = (count: number, mean = 0): number[] => Array.from({ length: count }, () => mean + next());
  const windows = (count: number, mean: number): number[][] =>
    Array.from({ length: count }, () => values(WINDOW_VALUES, mean));
  const movesAt = randomInt(QUIET_BEFORE.low, QUIET_BEFORE.high + 1);
  return {
    reference: values(REFERENCE_VALUES),
    windows: [
      ...windows(movesAt, 0),
      ...windows(DRIFTED_WINDOWS, SHIFT),
      ...windows(QUIET_WINDOWS - movesAt, 0),
    ],
    /** Number of the first window that has moved. */
    movesAt,
  };
}

/** Standard normal values: mulberry32, and Box and Muller's transform. */
function normalDraws(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
