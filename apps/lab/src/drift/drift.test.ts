import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type DatasetReport, methodName } from '@lab/drift-report';
import { parquetWriteFile } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { drift } from '../commands/drift.ts';
import type { ExitCode } from '../exit-codes.ts';
import { REPOSITORY_ROOT } from '../settings.ts';
import { tempDir } from '../testing/temp-dir.ts';
import type { DriftFlags } from './drift-options.ts';

const DEFAULTS = {
  mode: 'calibrated',
  accept: '1',
  smallest: '0.01',
  driftShare: '0.5',
  column: [],
} satisfies Partial<DriftFlags>;

interface Run {
  readonly code: ExitCode;
  readonly report: DatasetReport;
  readonly lines: string;
}

async function run(flags: Partial<DriftFlags> & Pick<DriftFlags, 'reference' | 'current'>): Promise<Run> {
  const lines: string[] = [];
  let report: DatasetReport | undefined;
  const output = {
    json: true,
    interactive: false,
    line: (text = '') => lines.push(text),
    note: (text: string) => lines.push(text),
    data: (value: unknown) => {
      report = value as DatasetReport;
    },
  };
  const code = await drift({ output }, { ...DEFAULTS, ...flags });
  return { code, report: report as DatasetReport, lines: lines.join('\n') };
}

const stateOf = ({ report }: Run, name: string) =>
  report.columns.find((column) => column.name === name)?.state;

/** A fixed sequence that looks drawn, so that verdicts are the same in every run. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Row {
  readonly amount: number | null;
  readonly channel: string;
  readonly present: boolean;
}

function rows(seed: number, count: number, shift = 0): Row[] {
  const draw = uniforms(seed);
  return Array.from({ length: count }, () => ({
    amount: draw() < 0.02 ? null : Math.round(1000 * (draw() + draw() + shift)) / 10,
    channel: draw() < 0.5 + shift ? 'web, or app' : 'shop "7"',
    present: draw() < 0.6,
  }));
}

const toCsv = (data: readonly Row[]) =>
  `amount,channel,present\n${data.map((row) => `${row.amount ?? ''},"${row.channel.replaceAll('"', '""')}",${row.present}`).join('\r\n')}\n`;
const toJsonLines = (data: readonly Row[]) => data.map((row) => JSON.stringify(row)).join('\n');

const WRITERS: Record<string, (file: string, data: readonly Row[]) => void> = {
  csv: (file, data) => writeFileSync(file, toCsv(data)),
  'csv.gz': (file, data) => writeFileSync(file, gzipSync(toCsv(data))),
  jsonl: (file, data) => writeFileSync(file, toJsonLines(data)),
  'jsonl.gz': (file, data) => writeFileSync(file, gzipSync(toJsonLines(data))),
  parquet: (filename, data) =>
    parquetWriteFile({
      filename,
      columnData: [
        { name: 'amount', data: data.map(({ amount }) => amount), type: 'DOUBLE' },
        { name: 'channel', data: data.map(({ channel }) => channel), type: 'STRING' },
        { name: 'present', data: data.map(({ present }) => present), type: 'BOOLEAN' },
      ],
      rowGroupSize: 700,
    }),
};

function written(extension: string, shift = 0): Pick<DriftFlags, 'reference' | 'current'> {
  const folder = tempDir();
  const files = { reference: join(folder, `a.${extension}`), current: join(folder, `b.${extension}`) };
  WRITERS[extension]?.(files.reference, rows(7, 2000));
  WRITERS[extension]?.(files.current, rows(8, 900, shift));
  return files;
}

describe.each(Object.keys(WRITERS))('./lab drift on %s', (extension) => {
  test('two samples - when nothing moved - then there is no drift, and exit code 0', async () => {
    const result = await run(written(extension));
    expect(result.code).toBe(0);
    expect(result.report.reference.rows).toBe(2000);
    expect(result.report.current.rows).toBe(900);
    expect(result.report.drifted_columns).toBe(0);
    expect(result.report.columns.map(({ name, type, compared }) => `${name} ${type} ${compared}`)).toEqual([
      'amount numeric values',
      'amount categorical missing_share',
      'channel categorical values',
      'present categorical values',
    ]);
  });

  test('two samples - when two columns moved - then those drifted, and exit code 1', async () => {
    const result = await run(written(extension, 0.15));
    expect(result.code).toBe(1);
    expect(stateOf(result, 'amount')).toBe('drift');
    expect(stateOf(result, 'channel')).toBe('drift');
    expect(stateOf(result, 'present')).toBe('ok');
    expect(result.lines).toContain('2 of 3 columns drifted: amount, channel.');
  });

  test('the formats - when they hold the same rows - then every number is the same', async () => {
    const [{ report }, { report: fromCsv }] = [await run(written(extension)), await run(written('csv'))];
    expect(report.columns).toEqual(fromCsv.columns);
  });
});

const EXPECTATIONS = join(REPOSITORY_ROOT, 'apps/lab/test/drift-expectations');
interface Expected {
  readonly drifted: number;
  readonly share: number;
  readonly columns: Record<string, { method: string; threshold: number; score: number }>;
}
const evidently = JSON.parse(readFileSync(join(EXPECTATIONS, 'evidently.json'), 'utf8')) as Record<
  string,
  Expected
>;

const EVIDENTLY_NAMES: Record<string, string> = {
  'K-S p_value': 'ks',
  'Z-test p_value': 'z',
  'chi-square p_value': 'chisquare',
  'Jensen-Shannon distance': 'jensenshannon',
  'Wasserstein distance (normed)': 'wasserstein',
};

describe.each(Object.entries(evidently))('--mode evidently on the %s pair', (pair, expected) => {
  test.each(['csv.gz', 'jsonl.gz', 'parquet'])(
    'files of pandas - when they are %s - then Evidently has the same types, tests, scores and verdict',
    async (extension) => {
      const file = (side: string) => join(EXPECTATIONS, `${pair}-${side}.${extension}`);
      const result = await run({ reference: file('reference'), current: file('current'), mode: 'evidently' });
      expect(result.report.columns.map(({ name }) => name).sort()).toEqual(
        Object.keys(expected.columns).sort(),
      );
      for (const column of result.report.columns) {
        const { method, threshold, score } = expected.columns[column.name] as Expected['columns'][string];
        expect(column.method).toBe(EVIDENTLY_NAMES[method]);
        expect(column.p_value_threshold ?? column.threshold).toBe(threshold);
        expect(column.p_value ?? column.statistic).toBeCloseTo(score, 9);
      }
      expect(result.report.drifted_columns).toBe(expected.drifted);
      expect(result.code).toBe(expected.share >= 0.5 ? 1 : 0);
      expect(result.report.not_compared.map(({ name }) => name)).toEqual(['reference id']);
    },
  );
});

describe('--html', () => {
  test('the page - when it is written - then it says what the JSON says', async () => {
    const html = join(tempDir(), 'report.html');
    const { report } = await run({ ...written('csv', 0.15), html });
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('2 of 3 columns drifted: amount, channel.');
    for (const column of report.columns) {
      expect(page).toContain(methodName(column.method));
      expect(page).toContain(`<td class="number">${Number(column.statistic?.toPrecision(4))}</td>`);
      const sum = (side: 'reference' | 'current') => column.bins.reduce((total, bin) => total + bin[side], 0);
      expect([sum('reference'), sum('current')]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    }
    expect(page.match(/<rect /g)?.length).toBe(
      2 * report.columns.reduce((total, { bins }) => total + bins.length, 0),
    );
  });

  test('a folder that is not there - when the page should go there - then the failure is coded', async () => {
    await expect(run({ ...written('csv'), html: join(tempDir(), 'no', 'x.html') })).rejects.toMatchObject({
      code: 'UNWRITABLE_FILE',
      exitCode: 2,
    });
  });
});

function csvPair(reference: string, current: string): Pick<DriftFlags, 'reference' | 'current'> {
  const folder = tempDir();
  const files = { reference: join(folder, 'a.csv'), current: join(folder, 'b.csv') };
  writeFileSync(files.reference, reference);
  writeFileSync(files.current, current);
  return files;
}

const column = (name: string, values: readonly unknown[]) => `${name}\n${values.join('\n')}\n`;
const repeated = (count: number, ...values: unknown[]) =>
  Array.from({ length: count }, (_, row) => values[row % values.length]);

describe('what data may hold', () => {
  test('a source that stops to deliver - when a third of the values are missing - then that is a drift', async () => {
    const numbers = rows(3, 600).map(({ amount }, row) => amount ?? row / 10);
    const result = await run(
      csvPair(
        column(
          'amount,x',
          numbers.map((value) => `${value},1`),
        ),
        column(
          'amount,x',
          numbers.map((value, row) => `${row % 3 === 0 ? 'NaN' : value},1`),
        ),
      ),
    );
    const states = result.report.columns.map(({ name, compared, state }) => `${name} ${compared} ${state}`);
    expect(states).toContain('amount missing_share drift');
    expect(states).toContain('amount values ok');
    expect(result.code).toBe(1);
  });

  test('a column - when it has no value any more - then the share of missing ones drifted and the rest is untold', async () => {
    const result = await run(
      csvPair(column('a,b', repeated(200, '1.5,x', '2.5,x')), column('a,b', repeated(200, ',x'))),
    );
    expect(result.report.columns.map(({ compared, state }) => `${compared} ${state}`)).toEqual([
      'values insufficient_data',
      'missing_share drift',
      'values ok',
    ]);
  });

  test('a constant - when it becomes another one - then it drifted', async () => {
    const result = await run(csvPair(column('a', repeated(300, '3.5')), column('a', repeated(100, '4.5'))));
    expect(stateOf(result, 'a')).toBe('drift');
  });

  test('categories - when the reference lacks some - then they are named with their rows', async () => {
    const result = await run(
      csvPair(column('c', repeated(300, 'a', 'b')), column('c', repeated(300, 'a', 'b', 'new <b>'))),
    );
    expect(result.report.columns[0]?.unseen_categories).toEqual([{ category: 'new <b>', rows: 100 }]);
    expect(result.lines).toContain('categories that the reference does not have: new <b> (100 rows)');
  });

  test('truth values - when one side spells them otherwise - then they are the same, and only among other labels as written', async () => {
    const spelled = (...values: string[]) => column('a', repeated(300, ...values));
    const { report } = await run(csvPair(spelled('True', 'False'), spelled('true', 'FALSE')));
    expect(report.columns[0]).toMatchObject({ type: 'categorical', state: 'ok', unseen_categories: [] });
    const among = await run(csvPair(spelled('True', 'no'), spelled('true', 'no')));
    expect(stateOf(among, 'a')).toBe('drift');
  });

  test('numbers and labels in one column - when both sides have them - then they are categories as they are written', async () => {
    const mixed = column('code', repeated(400, '1.0', '2', 'B7'));
    const { report } = await run(csvPair(mixed, mixed));
    expect(report.columns[0]).toMatchObject({ type: 'categorical', state: 'ok' });
    expect(report.columns[0]?.bins.map(({ label }) => label).sort()).toEqual(['1.0', '2', 'B7']);
  });

  test('a column that becomes text - when it was numbers - then it is refused until somebody says what it is', async () => {
    const files = csvPair(
      column('a', repeated(300, 1.5, 2.5, 3.5)),
      column('a', repeated(300, 1.5, 2.5, 'broken')),
    );
    await expect(run(files)).rejects.toMatchObject({ code: 'COLUMN_TYPES_DIFFER', exitCode: 2 });
    const numeric = await run({ ...files, column: ['a=numeric'] });
    expect(numeric.report.columns.map(({ current_missing }) => current_missing)).toEqual([100, 100]);
    expect(numeric.code).toBe(1);
    const categorical = await run({ ...files, column: ['a=categorical'] });
    expect(stateOf(categorical, 'a')).toBe('drift');
  });

  test('few rows - when no drift could be told from chance - then there is no verdict, and exit code 2', async () => {
    const result = await run(csvPair(column('a', [1.5, 2.5, 3.5]), column('a', [1.5, 2.5])));
    expect(result.code).toBe(2);
    expect(result.report.state).toBe('insufficient_data');
  });

  test('infinities and the NaN of Python - when JSON Lines hold them - then they are missing values', async () => {
    const folder = tempDir();
    const reference = join(folder, 'a.jsonl');
    writeFileSync(
      reference,
      repeated(300, '{"a":1.5}', '{"a":NaN}', '{"a":-Infinity}', '{"a":2.5,"b":"NaN"}').join('\n'),
    );
    const { report } = await run({ reference, current: reference });
    expect(report.columns[0]).toMatchObject({ name: 'a', reference_missing: 150, reference_samples: 150 });
    expect(report.columns[2]).toMatchObject({ name: 'b', reference_missing: 225 });
  });

  test('a new column - when only current has it - then it is named as not compared', async () => {
    const { report } = await run(
      csvPair(column('a', repeated(90, 1.5, 2)), column('a,z', repeated(90, '1.5,2', '2,1'))),
    );
    expect(report.not_compared).toEqual([{ name: 'z', reason: 'the reference does not have it' }]);
  });

  test('hostile names - when a column is __proto__ - then it is a column', async () => {
    const data = column('__proto__', repeated(300, 'a', 'b'));
    for (const mode of ['calibrated', 'evidently']) {
      const { report } = await run({ ...csvPair(data, data), mode });
      expect(report.columns.map(({ name }) => name)).toEqual(['__proto__']);
    }
  });
});

describe('what cannot be compared', () => {
  const good = column('a,b', repeated(50, '1.5,x', '2.5,y'));
  test.each([
    ['COLUMNS_MISSING', csvPairOf(good, column('a', [1, 2])), {}],
    ['EMPTY_DATA', csvPairOf(good, 'a,b\n'), {}],
    ['EMPTY_DATA', csvPairOf('', good), {}],
    ['BAD_CSV', csvPairOf(good, 'a,b\n1,2\n3\n'), {}],
    ['BAD_CSV', csvPairOf(good, 'a,b\n1,"open\n'), {}],
    ['DUPLICATE_COLUMN', csvPairOf('a,a\n1,2\n', good), {}],
    ['BAD_JSON_LINE', csvPairOf(good, good), { format: 'jsonl' }],
    ['BAD_PARQUET', csvPairOf(good, good), { format: 'parquet' }],
    ['UNKNOWN_COLUMN', csvPairOf(good, good), { columns: 'a,q' }],
    ['UNKNOWN_COLUMN', csvPairOf(good, good), { column: ['q=numeric'] }],
    ['NOTHING_TO_COMPARE', csvPairOf(good, good), { column: ['a=ignore', 'b=ignore'] }],
    ['BAD_COLUMN', csvPairOf(good, good), { column: ['a=number'] }],
    ['BAD_ACCEPT', csvPairOf(good, good), { accept: '0' }],
    ['BAD_ACCEPT', csvPairOf(good, good), { accept: 'often' }],
    ['BAD_SHARE', csvPairOf(good, good), { smallest: '2' }],
    ['BAD_CHOICE', csvPairOf(good, good), { mode: 'guess' }],
    ['BAD_DELIMITER', csvPairOf(good, good), { delimiter: '||' }],
    ['UNREADABLE_FILE', () => ({ reference: '/no/such.csv', current: '/no/such.csv' }), {}],
    ['UNKNOWN_FORMAT', () => ({ reference: '/no/such', current: '/no/such' }), {}],
  ])(
    '%s - when the data or the flags are so - then the failure has this code and exit code 2',
    async (code, files, flags) => {
      await expect(run({ ...files(), ...flags })).rejects.toMatchObject({
        name: 'LabError',
        code,
        exitCode: 2,
      });
    },
  );

  test('a damaged gzip file - when it is read - then it is unreadable, and nothing crashes', async () => {
    const files = written('csv.gz');
    const whole = readFileSync(files.current);
    writeFileSync(files.current, whole.subarray(0, whole.length / 2));
    await expect(run(files)).rejects.toMatchObject({ code: 'UNREADABLE_FILE', exitCode: 2 });
  });
});

function csvPairOf(reference: string, current: string): () => Pick<DriftFlags, 'reference' | 'current'> {
  return () => csvPair(reference, current);
}

describe('--accept', () => {
  test('a rate - when it is a probability, a count in 100 or a percentage - then it is the same', async () => {
    const files = written('csv');
    const alphas = await Promise.all(
      ['0.05', '5', '5%'].map(async (accept) => (await run({ ...files, accept })).report.alpha),
    );
    expect(alphas).toEqual([0.05, 0.05, 0.05]);
  });

  test('comparisons without drift - when there are 200 at a tenth - then false alarms stay within the binomial bound', async () => {
    let alarms = 0;
    const folder = tempDir();
    const files = { reference: join(folder, 'a.csv'), current: join(folder, 'b.csv') };
    for (let seed = 0; seed < 200; seed += 1) {
      writeFileSync(files.reference, toCsv(rows(1000 + 7919 * seed, 400)));
      writeFileSync(files.current, toCsv(rows(5000 + 104_729 * seed, 150)));
      if ((await run({ ...files, accept: '0.1', smallest: '0' })).code === 1) alarms += 1;
    }
    // 20 are accepted; 34 or more have a chance of 0.1 % there.
    expect(alarms).toBeLessThan(34);
  });
});
