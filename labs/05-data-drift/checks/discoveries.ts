import { fails, firstFailure, found, type Task } from '@lab/course/lab';
import { correctPValues } from '@lab/statistics/multiple-testing';
import { drawnData, pValues, type Rows } from './drawn-data.ts';
import { jsonOf, unknownSeed, writeUnseen } from './script-output.ts';
import { wordsOf } from './words.ts';

const SCRIPT = 'src/discoveries.ts';
const ACCEPTED = 0.05;

interface Discovery {
  readonly window: string;
  readonly feature: string;
}

/** After Benjamini and Hochberg, over all comparisons of the table. */
function discoveriesOf({ window = [], feature = [], p_value = [] }: Rows): Discovery[] {
  const corrected = correctPValues(p_value as readonly number[], 'benjamini-hochberg');
  return [...corrected].flatMap((pValue, index) =>
    pValue <= ACCEPTED ? [{ window: String(window[index]), feature: String(feature[index]) }] : [],
  );
}

const listed = (discoveries: readonly Discovery[]): string =>
  discoveries
    .map(({ window, feature }) => `${window}/${feature}`)
    .sort()
    .join(' ');

export const discoveries: Task = {
  id: 'discoveries',
  title: 'Correct for how often you have looked',
  deadlineSeconds: 30,
  hints: [
    'Six hundred comparisons at 5 % are thirty alarms without any drift. @lab/statistics has what is needed in multiple-testing.',
    'Benjamini and Hochberg keep the share of false alarms among the alarms at 5 %. The family is everything that was looked at: all windows, all features.',
    "`const corrected = correctPValues(pValues, 'benjamini-hochberg')`, then those with `corrected[index] <= 0.05` instead of the bare p value.",
  ],
  async check(lab) {
    const random = unknownSeed();
    const sets = {
      'p-values-drift.csv': pValues(random, 40, 20, 3),
      'p-values-quiet.csv': pValues(random, 50, 20, 0),
    };
    const paths = await writeUnseen(lab, sets);
    return firstFailure(
      ...paths.map((path, index) => async () => {
        const rows = Object.values(sets)[index] as Rows;
        const given = (await jsonOf(lab, SCRIPT, path)) as Discovery[];
        const expected = discoveriesOf(rows);
        if (!Array.isArray(given))
          return fails({
            expected: 'a JSON list of { "window": …, "feature": … } in the last line of the output',
            seen: `no list: ${JSON.stringify(given).slice(0, 200)}`,
            lookAt: `./lab tool node ${SCRIPT} ${path}`,
          });
        return found(listed(given) === listed(expected), {
          expected: `${expected.length} of ${rows.p_value?.length} comparisons called drift: ${listed(expected) || 'none'}`,
          seen: `${given.length}${given.length > 8 ? '' : `: ${listed(given) || 'none'}`}`,
          lookAt: `./lab tool node ${SCRIPT} ${path}`,
        });
      }),
    );
  },
};

export const falseAlarms: Task = {
  id: 'false-alarms',
  title: 'Count false alarms',
  needs: ['discoveries'],
  question: {
    text: 'In data/p-values.csv: how many p values are below 0.05, how many comparisons remain after the correction, and in which window are most of those?',
    form: 'three numbers with spaces or commas between',
  },
  hints: [
    'The starter counted the first, your script gives the second.',
    'Run your script on data/p-values.csv, and count by window.',
    '`./lab tool node src/discoveries.ts data/p-values.csv` prints what remains; the bare ones are those with `p_value < 0.05`.',
  ],
  async check(lab) {
    const answer = falseAlarmAnswer(drawnData(lab).files['p-values.csv'] as Rows);
    const given = lab.answer(falseAlarms.id) ?? '';
    const parts = wordsOf(given);
    const right = answer.split(' ').map((part, index) => part === parts[index]);
    return found(right.every(Boolean), {
      expected: 'the number below 0.05, the number after the correction, and the window',
      seen: `"${given}": ${right.filter(Boolean).length} of 3 are right`,
      lookAt: 'data/p-values.csv',
    });
  },
};

export function falseAlarmAnswer(rows: Rows): string {
  const naive = (rows.p_value ?? []).filter((pValue) => Number(pValue) < ACCEPTED).length;
  const left = discoveriesOf(rows);
  const perWindow = Map.groupBy(left, ({ window }) => window);
  const [window = ''] = [...perWindow].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  return `${naive} ${left.length} ${window}`;
}
