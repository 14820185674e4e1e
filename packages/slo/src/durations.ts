/**
 * Durations as Prometheus writes them (`1h30m`), as whole milliseconds: Prometheus knows nothing smaller, and whole
 * numbers stay exact. A day is 24 hours, a week 7 days and a year 365 days, as in Prometheus.
 */

const MILLISECONDS = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
} as const;

type Unit = keyof typeof MILLISECONDS;

const DURATION = /^(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/;
const PART = /(\d+)(ms|[ywdhms])/g;
/** `30d` is the name that people and Sloth's series give to thirty days, so weeks and years are read, not written. */
const WRITTEN_UNITS = ['d', 'h', 'm', 's', 'ms'] as const satisfies readonly Unit[];

/**
 * Milliseconds of a duration such as `5m`, `1h30m` or `0`.
 * @throws {RangeError} where Prometheus would not read it either, or where milliseconds stop being exact.
 */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  if (text === '' || !DURATION.test(text)) {
    throw new RangeError(
      `"${text}" is not a duration: write whole numbers with units from large to small, such as 1h30m`,
    );
  }
  const parts = [...text.matchAll(PART)].map(([, count, unit]) => Number(count) * MILLISECONDS[unit as Unit]);
  const milliseconds = parts.reduce((sum, part) => sum + part, 0);
  if (!Number.isSafeInteger(milliseconds)) throw new RangeError(`"${text}" is too long to be exact`);
  return milliseconds;
}

/**
 * The shortest spelling in days and smaller units: 90 minutes are `1h30m`, 30 days `30d`, nothing `0s`.
 * @throws {RangeError} for anything but whole, non-negative milliseconds.
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
    throw new RangeError(
      `${milliseconds} ms cannot be written: a duration is a whole number of milliseconds`,
    );
  }
  if (milliseconds === 0) return '0s';
  let rest = milliseconds;
  let text = '';
  for (const unit of WRITTEN_UNITS) {
    const count = Math.floor(rest / MILLISECONDS[unit]);
    rest -= count * MILLISECONDS[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text;
}
