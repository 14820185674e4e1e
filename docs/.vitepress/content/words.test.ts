import { expect, test } from 'vitest';
import { searchTerms } from './search-terms.ts';
import { slugOf } from './slug.ts';

test('a name with underscores - when it is searched - then it counts as a whole and in its words', () => {
  expect(searchTerms('the counter ml_predictions_total{status="error"}')).toEqual([
    ...['the', 'counter', 'ml', 'predictions', 'total', 'status', 'error'],
    'ml_predictions_total',
  ]);
  expect(searchTerms('service:log_lines:rate5m')).toContain('service:log_lines:rate5m');
});

test.each([
  ['What it costs', 'what-it-costs'],
  ['Who is told, and when?', 'who-is-told-and-when'],
  ['`ml_predictions_total`', 'ml_predictions_total'],
  ['3. Traces & logs', '3-traces--logs'],
])('heading %s - when it is linked - then its anchor is that of other viewers, %s', (heading, anchor) => {
  expect(slugOf(heading)).toBe(anchor);
});
