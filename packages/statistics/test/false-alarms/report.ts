import { wilsonInterval } from '../../src/quality/index.ts';
import { DRAWS, FEATURES } from './features.ts';
import { ALPHA, type Alarms, type Cell, REFERENCE_SIZES, WINDOW_SIZES } from './measure.ts';

export interface Runs {
  /** For each cell of the tables of false alarms. */
  readonly falseAlarms: number;
  /** For each cell of the table of power. */
  readonly power: number;
  /** For each row of the far tail. */
  readonly rare: number;
}

/** Where the figures come from. */
export interface Measurements {
  countAlarms(cell: Cell, runs: number): Alarms;
  countRareAlarms(cell: Omit<Cell, 'effect'>, alpha: number, runs: number): number;
}

const RARE_ALPHA = 0.001;
const RARE_REFERENCE = 1000;
const RARE_WINDOWS = [50, 500] as const;
const POWER_REFERENCE = 2000;

export const FIRST_LINE =
  '<!-- Generated: `npm run --silent false-alarms -w @lab/statistics > docs/reference/drift-false-alarms.md`. Do not edit. -->';

/** The whole document as Markdown. */
export function report(measured: Measurements, runs: Runs): string {
  return [
    FIRST_LINE,
    '',
    '# False alarms of drift detection',
    '',
    `How often drift is called where there is none, and where there is, by \`@lab/statistics/calibration\` at a setting of ${percent(ALPHA)} for one feature ("ours") and by Evidently's defaults as \`@lab/statistics/evidently\` computes them: up to 1000 rows of reference a test at p < 0.05 (Kolmogorov-Smirnov, chi-square, z), beyond that a distance of 0.1 (Wasserstein over the standard deviation, Jensen-Shannon).`,
    '',
    `Every run draws a new reference and a new window. Brackets hold the 95 % interval of Wilson. Ours is right where its interval holds ${percent(ALPHA)}, or lies below it: a score of few rows takes few values, and none of them may be rare enough to use up the setting. One interval in twenty misses by chance.`,
    '',
    ...REFERENCE_SIZES.flatMap((referenceSize) => falseAlarmTable(measured, referenceSize, runs.falseAlarms)),
    ...powerTable(measured, runs.power),
    ...rareTable(measured, runs.rare),
  ].join('\n');
}

function falseAlarmTable(measured: Measurements, referenceSize: number, runs: number): string[] {
  const rows = FEATURES.flatMap((feature) => {
    const alarms = WINDOW_SIZES.map((windowSize) =>
      measured.countAlarms({ feature, referenceSize, windowSize, effect: undefined }, runs),
    );
    return [
      row([feature.name, 'ours', ...alarms.map(({ ours }) => shareWithInterval(ours, runs))]),
      row(['', 'Evidently', ...alarms.map(({ evidently }) => shareWithInterval(evidently, runs))]),
    ];
  });
  return [
    `## Nothing drifts, reference of ${referenceSize} rows`,
    '',
    `Share of ${runs} runs that alarm, by rows in the window.`,
    '',
    ...header(['feature', 'method', ...WINDOW_SIZES.map(String)]),
    ...rows,
    '',
  ];
}

function powerTable(measured: Measurements, runs: number): string[] {
  const rows = FEATURES.flatMap((feature) =>
    feature.effects.flatMap((effect) => {
      const alarms = WINDOW_SIZES.map((windowSize) =>
        measured.countAlarms({ feature, referenceSize: POWER_REFERENCE, windowSize, effect }, runs),
      );
      return [
        row([feature.name, effect.name, 'ours', ...alarms.map(({ ours }) => percent(ours / runs))]),
        row(['', '', 'Evidently', ...alarms.map(({ evidently }) => percent(evidently / runs))]),
      ];
    }),
  );
  return [
    `## The feature drifts, reference of ${POWER_REFERENCE} rows`,
    '',
    `Share of ${runs} runs that alarm: the power. Read a row of Evidently beside its false alarms above: a method that always alarms has all the power. Points are the share of the rows that moved from the most frequent category to the rarest.`,
    '',
    ...header(['feature', 'drift', 'method', ...WINDOW_SIZES.map(String)]),
    ...rows,
    '',
  ];
}

function rareTable(measured: Measurements, runs: number): string[] {
  const rows = FEATURES.filter(({ isContinuous }) => !isContinuous).map((feature) =>
    row([
      feature.name,
      ...RARE_WINDOWS.map((windowSize) =>
        shareWithInterval(
          measured.countRareAlarms({ feature, referenceSize: RARE_REFERENCE, windowSize }, RARE_ALPHA, runs),
          runs,
          2,
        ),
      ),
    ]),
  );
  return [
    '## The far tail',
    '',
    `A budget of false alarms per day asks for rare ones: 0.1 per day in 96 runs is about 1 in 1000. Share of ${runs} runs in which ours alarms at ${percent(RARE_ALPHA, 1)}, for the features whose null distribution is drawn, with ${DRAWS} draws and a reference of ${RARE_REFERENCE} rows, by rows in the window.`,
    '',
    ...header(['feature', ...RARE_WINDOWS.map(String)]),
    ...rows,
    '',
  ];
}

function shareWithInterval(alarms: number, runs: number, digits = 1): string {
  const { lower, upper } = wilsonInterval(alarms, runs);
  return `${percent(alarms / runs, digits)} (${(100 * lower).toFixed(digits)}-${(100 * upper).toFixed(digits)})`;
}

function percent(share: number, digits = 0): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function header(names: readonly string[]): string[] {
  return [row(names), `|${names.map(() => '---').join('|')}|`];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
