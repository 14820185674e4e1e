/** Points of an incident. A hundred in all; seventy pass. */
import type { IncidentRecord } from './record.ts';

export const PASSING_POINTS = 70;

export const POINTS = {
  suffering: 5,
  since: 5,
  cause: 25,
  metric: 8,
  log: 8,
  trace: 8,
  postMortem: 16,
  detect: 8,
  name: 8,
  mitigate: 9,
} as const;

/** What each wrong cause costs that was named. */
const WRONG_CAUSE = 5;
/** What each wrong word for the suffering costs, of the points for the right one. */
export const WRONG_WORD = 1;

/** Minutes since the incident began: within the first all points, within the second half of them. */
const LIMITS = { detect: [10, 20], name: [20, 40], mitigate: [30, 60] } as const;

interface ScoreLine {
  readonly title: string;
  readonly points: number;
  readonly of: number;
  readonly note: string;
}

export function scoreOf(record: IncidentRecord): readonly ScoreLine[] {
  const { points, wrongCauses, wrongWords = [], beganAt, detectedAt, namedAt, endedAt } = record;
  const part = (key: keyof typeof POINTS, title: string, note = ''): ScoreLine => ({
    title,
    points: points[key] ?? 0,
    of: POINTS[key],
    note,
  });
  const minutes = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : (at - beganAt) / 60_000;
  const timed = (key: keyof typeof LIMITS, title: string, at: number | undefined): ScoreLine => {
    const took = minutes(at);
    const [all, half] = LIMITS[key];
    const earned = took === undefined || took > half ? 0 : took > all ? POINTS[key] / 2 : POINTS[key];
    return {
      title,
      points: earned,
      of: POINTS[key],
      note: took === undefined ? 'not yet' : `${took.toFixed(1)} minutes; ${all} give all, ${half} half`,
    };
  };
  const cause = part('cause', 'Root cause', `${wrongCauses.length} wrong before or after`);
  return [
    part('suffering', 'Who suffers', `${wrongWords.length} wrong before`),
    part('since', 'Since when'),
    // Also below nothing: whoever tries every letter has named no cause.
    { ...cause, points: cause.points - WRONG_CAUSE * wrongCauses.length },
    part('metric', 'Evidence: metric'),
    part('log', 'Evidence: lines'),
    part('trace', 'Evidence: trace'),
    timed('detect', 'Time until detected', detectedAt),
    timed('name', 'Time until the cause was named', namedAt),
    timed('mitigate', 'Time until customers were served', endedAt),
    part('postMortem', 'Post-mortem'),
  ];
}

export const totalOf = (lines: readonly ScoreLine[]): number =>
  lines.reduce((sum, { points }) => sum + points, 0);

export const sheetOf = (lines: readonly ScoreLine[]): string =>
  [
    ...lines.map(({ title, points, of, note }) =>
      `${title.padEnd(34)} ${points.toString().padStart(4)} of ${of.toString().padStart(2)}  ${note}`.trimEnd(),
    ),
    `${'Score'.padEnd(34)} ${totalOf(lines).toString().padStart(4)} of 100, ${PASSING_POINTS} pass`,
  ].join('\n');
