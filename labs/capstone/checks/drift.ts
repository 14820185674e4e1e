import type { CheckContext, Draws } from '@lab/course/lab';
import { graded } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';

const REFERENCE_VALUES = 2000;
const WINDOW_VALUES = 300;
const QUIET_WINDOWS = 200;
const DRIFTED_WINDOWS = 40;
/** A rule of "twice in a row" may need two windows. */
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
        const { alarms } = await watched(system, lab);
        const raised = alarms.slice(0, QUIET_WINDOWS).filter(Boolean).length;
        if (alarms.every((alarm) => !alarm)) return 'it never raises an alarm, whatever happens';
        return raised <= FALSE_ALARMS_AT_MOST ? undefined : `${raised} false alarms`;
      },
    },
    {
      points: 5,
      wanted: `an alarm in ${DETECTED_AT_LEAST * 100} % of the windows once the mean has moved by half a standard deviation`,
      async look(system, lab) {
        const { alarms } = await watched(system, lab);
        const drifted = alarms.slice(QUIET_WINDOWS + SETTLING_WINDOWS);
        const quiet = alarms.slice(0, QUIET_WINDOWS);
        if (quiet.every(Boolean)) return 'it raises an alarm for every window';
        const share = drifted.filter(Boolean).length / drifted.length;
        return share >= DETECTED_AT_LEAST ? undefined : `${Math.round(share * 100)} % of the windows`;
      },
    },
  ],
  hints: [
    'Lab 5 has measured drift, and how often a test is wrong.',
    'The program is given a file of reference and windows, and prints { "alarms": [true, false, …] }, one for each window.',
    'Two-sample Kolmogorov-Smirnov with a level that allows for how often it is asked: 0.001 for 200 windows, or two windows in a row.',
  ],
});

/** Runs the learner's program on windows that are drawn for them, once for a run of checks. */
function watched(
  { files }: LearnersSystem,
  lab: CheckContext,
): Promise<{ readonly alarms: readonly boolean[] }> {
  const before = lab.notes.get('drift') as ReturnType<typeof watched> | undefined;
  const running = before ?? run();
  lab.notes.set('drift', running);
  running.catch(() => lab.notes.delete('drift'));
  return running;

  async function run() {
    if (!(await lab.files.exists(files.drift))) throw new Error(`there is no ${files.drift}`);
    await lab.files.write(CASES_FILE, JSON.stringify(cases(lab.draws)));
    const { exitCode, output } = await lab.runScript(files.drift, CASES_FILE);
    if (exitCode !== 0)
      throw new Error(`${files.drift} ended with ${exitCode}: ${output.trim().slice(-300)}`);
    const answer = JSON.parse(output) as { alarms?: readonly boolean[] };
    const windows = QUIET_WINDOWS + DRIFTED_WINDOWS;
    if (answer.alarms?.length !== windows)
      throw new Error(`${answer.alarms?.length ?? 'no'} alarms for ${windows} windows`);
    return { alarms: answer.alarms };
  }
}

function cases(draws: Draws) {
  const next = normalDraws(draws.integer('drift', 1, 2 ** 31));
  const values = (count: number, mean = 0): number[] => Array.from({ length: count }, () => mean + next());
  const windows = (count: number, mean: number): number[][] =>
    Array.from({ length: count }, () => values(WINDOW_VALUES, mean));
  return {
    reference: values(REFERENCE_VALUES),
    windows: [...windows(QUIET_WINDOWS, 0), ...windows(DRIFTED_WINDOWS, SHIFT)],
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
