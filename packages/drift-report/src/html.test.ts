import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import {
  type Comparison,
  type DatasetComparison,
  type DatasetReport,
  type DriftReport,
  datasetReportHtml,
  driftReportHtml,
} from './index.ts';

const HOSTILE = `<script>alert("1")</script> & 'b' \u0000\ud800`;

const comparison: Comparison = {
  name: 'amount',
  state: 'drift',
  method: 'kolmogorov_smirnov',
  score: 0.812_34,
  statistic: 0.234_567,
  threshold: 0.123_456,
  warning_threshold: 0.1,
  p_value: 0.000_345_6,
  effect_size: 0.198_765,
  reference_samples: 5000,
  current_samples: 1234,
  bins: [
    { label: 'below 10', reference: 0.25, current: 0.5 },
    { label: '10 to 20', reference: 0.75, current: 0.5 },
  ],
};

const column: DatasetComparison = {
  ...comparison,
  type: 'numeric',
  compared: 'values',
  reference_missing: 0,
  current_missing: 0,
  unseen_categories: [],
};

const dataset: DatasetReport = {
  title: 'b.csv against a.csv',
  created_at: '2026-01-02T03:04:05.000Z',
  mode: 'calibrated',
  reference: { description: 'a.csv', rows: 5000 },
  current: { description: 'b.csv', rows: 1234 },
  state: 'drift',
  alpha: 0.01,
  smallest_distance: 0.01,
  drifted_columns: 1,
  columns: [column],
  not_compared: [],
};

const run: DriftReport = {
  id: '0b8c4a3e-0000-4000-8000-000000000000',
  title: 'Drift of fraud',
  created_at: '2026-01-02T03:04:05.000Z',
  model_name: 'fraud',
  reference: { description: 'training data', rows: 20_000 },
  current: { description: 'the last hour', rows: 1234 },
  alpha: 0.001,
  state: 'drift',
  kinds: ['covariate'],
  features: [comparison],
  outputs: [],
  segments: [
    { segment: 'card_present=true', state: 'ok', current_samples: 700, score: 0.31, feature_name: 'age' },
  ],
};

const { statistic: _, threshold: __, p_value: ___, score: ____, ...unmeasured } = column;
const documents: [what: string, html: string][] = [
  ['a data set report', datasetReportHtml(dataset)],
  ['a report of hostile names', datasetReportHtml(hostile())],
  ['a report without columns', datasetReportHtml({ ...dataset, columns: [], state: 'insufficient_data' })],
  [
    'a report of a column that is too small',
    datasetReportHtml({ ...dataset, columns: [{ ...unmeasured, state: 'insufficient_data', bins: [] }] }),
  ],
  ['a report in the Evidently mode', datasetReportHtml(evidently())],
  ['a drift run', driftReportHtml(run)],
];

describe.each(documents)('%s', (_what, html) => {
  test('HTML - when it is parsed by the rules of the standard - then it has no error', () => {
    const errors: string[] = [];
    parse(html, {
      sourceCodeLocationInfo: true,
      onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`),
    });
    expect(errors).toEqual([]);
  });

  test('HTML - when it is looked through - then it runs nothing and fetches nothing', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|https?:|url\(|@import/);
  });

  test('HTML - when its anchors are followed - then each leads to one element', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...html.matchAll(/(?:href="#|labelledby=")([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(targets));
  });
});

describe('datasetReportHtml', () => {
  test('numbers - when they are read from the page - then they are those of the JSON', () => {
    const html = datasetReportHtml(dataset);
    for (const shown of ['0.2346', '0.1235', '0.0003456', '0.1988', '1\u202f234', '0.81']) {
      expect(html).toContain(`<td class="number">${shown}</td>`);
    }
    const heights = [...html.matchAll(/<rect class="(\w+)" .*? height="([\d.]+)"/g)].map(
      ([, side, height]) => [side, Number(height)],
    );
    // 128 units stand for the highest share, 0.75.
    expect(heights).toEqual([
      ['reference', 42.67],
      ['current', 85.33],
      ['reference', 128],
      ['current', 85.33],
    ]);
    expect(html).toContain('below 10: 25.0 % of the reference');
  });

  test('names - when data holds markup - then it is text', () => {
    const html = datasetReportHtml(hostile());
    expect(html).not.toContain('<script');
    expect(html).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;b&#39; \ufffd\ufffd',
    );
  });

  test('missing values - when a share of them drifted - then the row says so', () => {
    const html = datasetReportHtml({
      ...dataset,
      columns: [{ ...column, compared: 'missing_share', type: 'categorical' }],
    });
    expect(html).toContain('amount: share of missing values');
  });

  test('a p value rule - when it decides - then its limit stands for the threshold', () => {
    const html = datasetReportHtml(evidently());
    expect(html).toContain('<td class="number">p ≤ 0.05</td>');
    expect(html).toContain('P value 0.0003456 against a limit of 0.05. Evidently calls this drift.');
  });
});

describe('driftReportHtml', () => {
  test('a run - when it is rendered - then verdict, model, segments and sections are there', () => {
    const html = driftReportHtml(run);
    for (const part of [
      'the inputs have moved: amount.',
      'fraud',
      'card_present=true',
      '<h2 id="s0">Inputs</h2>',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('Against the last days');
  });
});

function hostile(): DatasetReport {
  return {
    ...dataset,
    title: HOSTILE,
    columns: [
      {
        ...column,
        name: HOSTILE,
        unseen_categories: [{ category: HOSTILE, rows: 3 }],
        bins: [{ label: HOSTILE, reference: 1, current: 1 }],
      },
    ],
    not_compared: [{ name: HOSTILE, reason: HOSTILE }],
  };
}

function evidently(): DatasetReport {
  const { alpha: _alpha, smallest_distance: _smallest, ...rest } = dataset;
  const { threshold: _threshold, statistic: _statistic, ...byPValue } = column;
  return {
    ...rest,
    mode: 'evidently',
    drift_share: 0.5,
    columns: [{ ...byPValue, method: 'ks', p_value_threshold: 0.05 }],
  };
}
