import { found, type Task } from '@lab/course/lab';
import { normedWassersteinDistance } from '@lab/statistics/distances';
import { kolmogorovSmirnov } from '@lab/statistics/tests';
import { type DrawnData, drawnData, type Rows } from './drawn-data.ts';
import { wordsOf } from './words.ts';

const RELATIVE_TOLERANCE = 0.02;
const KS_TOLERANCE = 0.005;

const numbers = (rows: Rows | undefined, name: string): number[] => (rows?.[name] ?? []).map(Number);

export const whichMatters: Task = {
  id: 'which-matters',
  title: 'Tell what is significant from what matters',
  needs: ['compare'],
  question: {
    text: 'Two of the windows alpha, beta and gamma differ from their reference with p < 0.01. Which one should somebody look at, and what is its normed Wasserstein distance?',
    form: 'the name, a space, the distance within 2 %: alpha 0.123',
  },
  hints: [
    'Run your script on all three pairs of data/window-*.csv, and compare more than the p values.',
    'A p value says how sure it is that there is a difference, and more rows make anything sure. A distance says how large it is.',
    'The windows differ in rows by a factor of several hundred. The one with few rows and a distance of more than half a standard deviation is the answer.',
  ],
  async check(lab) {
    const data = drawnData(lab);
    const [given = '', distance] = wordsOf(lab.answer(whichMatters.id));
    const name = given.toLowerCase();
    const [wanted, value] = whichMattersAnswer(data).split(' ') as [string, string];
    const close = Math.abs(Number(distance) - Number(value)) <= RELATIVE_TOLERANCE * Number(value);
    return found(name === wanted && close, {
      expected: 'the window with a difference that matters, and its distance',
      seen:
        name === wanted
          ? `the window is right, "${distance ?? ''}" is not its normed Wasserstein distance`
          : `"${name}": ${data.files[`window-${name}-current.csv`] === undefined ? 'no such window' : 'look at how far it moved, in standard deviations'}`,
      lookAt: 'data/window-*.csv',
    });
  },
};

export function whichMattersAnswer({ files, realWindow }: DrawnData): string {
  const amounts = (side: string) => numbers(files[`window-${realWindow}-${side}.csv`], 'amount');
  return `${realWindow} ${normedWassersteinDistance(amounts('reference'), amounts('current')).toFixed(4)}`;
}

export const readReport: Task = {
  id: 'read-report',
  title: 'Read a drift report',
  question: {
    text: 'Which channel does data/current.csv have that data/reference.csv never had, and in how many rows?',
    form: 'the channel, a space, the number of rows',
  },
  hints: [
    './lab drift compares two files. --help lists what it can write; the table of the terminal is the short form.',
    'The page of --html and the output of --json say for each column more than its score.',
    '`./lab drift --reference workspace/05-data-drift/data/reference.csv --current workspace/05-data-drift/data/current.csv --json`, from the root of the repository: unseen_categories of the column channel.',
  ],
  async check(lab) {
    const { unknownChannel, unknownRows } = drawnData(lab);
    const given = wordsOf(lab.answer(readReport.id)).join(' ').toLowerCase();
    return found(given === `${unknownChannel} ${unknownRows}`, {
      expected: 'the category that only the current data has, and its rows',
      seen: given.startsWith(`${unknownChannel} `) ? 'the channel is right, the number is not' : `"${given}"`,
      lookAt: './lab drift of both files, with --json or --html',
    });
  },
};

export const whichKind: Task = {
  id: 'which-kind',
  title: 'Say which kind of drift it is',
  needs: ['compare'],
  question: {
    text: 'What has happened between data/labelled-before.csv and data/labelled-after.csv: covariate, prior or concept drift? And what is the Kolmogorov-Smirnov statistic of distance_km between the frauds before and the frauds after?',
    form: 'the kind, a space, the statistic within 0.005: covariate 0.123',
  },
  hints: [
    'The lesson has a table of three kinds, and where each is seen. Compare the columns first, and the share of frauds.',
    'Then compare within the frauds, and within the rest: when only the number of frauds has changed, both are as they were. When no column has changed, but frauds are other payments, the same payment means something else.',
    'Write the rows with fraud = 1 of both files into files of their own, and run your script on them. Columns unmoved and frauds moved: concept. Frauds unmoved, their share changed: prior. amount moved, most of all: covariate.',
  ],
  async check(lab) {
    // `concept drift 0.45` is what one says.
    const [kind = '', statistic] = wordsOf(lab.answer(whichKind.id))
      .map((word) => word.toLowerCase())
      .filter((word) => word !== 'drift');
    const [wanted, value] = whichKindAnswer(drawnData(lab)).split(' ') as [string, string];
    const close = Math.abs(Number(statistic) - Number(value)) <= KS_TOLERANCE;
    return found(kind === wanted && close, {
      expected: 'the kind of drift, and the statistic of the frauds that speaks for it',
      seen: close
        ? `the statistic is right; "${kind}" does not follow from it and from the columns`
        : `"${statistic ?? ''}" is not the statistic of distance_km among the frauds`,
      lookAt: 'data/labelled-before.csv and data/labelled-after.csv',
    });
  },
};

export function whichKindAnswer({ files, kind }: DrawnData): string {
  const distances = (side: string): number[] => {
    const rows = files[`labelled-${side}.csv`];
    const fraud = numbers(rows, 'fraud');
    return numbers(rows, 'distance_km').filter((_, index) => fraud[index] === 1);
  };
  return `${kind} ${kolmogorovSmirnov(distances('before'), distances('after')).statistic.toFixed(4)}`;
}
