import { stripVTControlCharacters } from 'node:util';

/** How the runner of tests and turbo begin what they say of a failure. */
const FAILURE = /^(?:\S+:test: )?\s*FAIL /;
/** The message of a failure, what was expected and seen, and where. */
const LINES_OF_FAILURE = 16;
const MOST_FAILURES = 5;
/** Of a command whose failures are not told in this way: it ended with what it has to say. */
const LAST_LINES = 25;

/**
 * What a reader of the end of a long log must know of a tier that failed, for its own lines are far above.
 * @param output of the tier, with or without colours
 */
export function failuresIn(output: string): string[] {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const begins = lines.flatMap((line, index) => (FAILURE.test(line) ? [index] : []));
  if (begins.length === 0) return lines.slice(-LAST_LINES);
  const shown = begins
    .slice(0, MOST_FAILURES)
    .flatMap((begin, nth) =>
      lines.slice(begin, Math.min(begin + LINES_OF_FAILURE, begins[nth + 1] ?? lines.length)),
    );
  return begins.length > MOST_FAILURES ? [...shown, `and ${begins.length - MOST_FAILURES} more`] : shown;
}
