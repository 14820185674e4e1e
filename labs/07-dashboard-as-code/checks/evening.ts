/** What happens when the learner pushes the button, drawn. */
import type { Draws } from '@lab/course/lab';

export const EVENING_FILE = 'evening.json';
export const EVENING_SECONDS = 75;

/** Customers are told 0.5 s; these are late and still within the promise. */
export const SHORTEST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 420;

export const eveningOf = (draws: Draws) => ({
  seconds: EVENING_SECONDS,
  late: {
    intensity: draws.integer('late', 6, 12) / 100,
    latency_ms: draws.integer('latency', SHORTEST_DELAY_MS, LONGEST_DELAY_MS),
  },
  job: {
    version: draws.pick('version', ['1', '2']),
    rows: draws.integer('rows', 16, 32),
    everyMs: draws.integer('every', 120, 300),
  },
});
