import { fetchText } from '@lab/engine-clients';
import { ask } from '../customer.ts';
import { type ExposedSeries, ofTheService, seriesIn, sumOf } from '../exposition.ts';
import { graded, type Side } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';

const REQUESTS = 12;
const LABEL_OF_A_RESULT =
  /^(?:status|status_class|status_code|http_status_code|http_response_status_code|code|outcome|result)$/;
/** A new combination of labels may appear with a first request; one per request may not. */
const NEW_SERIES_AT_MOST = REQUESTS / 2;

/** Whoever scrapes is no customer. */
const isScrape = ({ labels }: ExposedSeries): boolean => Object.values(labels).includes('/metrics');
const isRate = ({ name, labels }: ExposedSeries): boolean =>
  name.endsWith('_total') && Object.keys(labels).some((label) => LABEL_OF_A_RESULT.test(label));
const isDuration = ({ name }: ExposedSeries): boolean => name.endsWith('_seconds_count');

const exposed = async ({ metricsUrl }: LearnersSystem): Promise<readonly ExposedSeries[]> =>
  ofTheService(seriesIn(await fetchText(metricsUrl))).filter((series) => !isScrape(series));

/** What requests, each of a customer of his own, change in the metrics. */
async function growth(system: LearnersSystem) {
  const before = await exposed(system);
  for (let customer = 0; customer < REQUESTS; customer += 1)
    await ask(system, { user_id: `capstone-${Date.now()}-${customer}` });
  const after = await exposed(system);
  const grown = (wanted: (one: ExposedSeries) => boolean): number =>
    sumOf(after, wanted) - sumOf(before, wanted);
  return { requests: grown(isRate), durations: grown(isDuration), series: after.length - before.length };
}

const rateAndErrors: Side = {
  points: 4,
  wanted: 'a counter …_total that counts each request, with a label for its result',
  async look(system) {
    const { requests } = await growth(system);
    return requests >= REQUESTS
      ? undefined
      : `${REQUESTS} requests were sent, such counters grew by ${requests}`;
  },
};

const duration: Side = {
  points: 4,
  wanted: 'a histogram …_seconds that observes each request, with buckets',
  async look(system) {
    const { durations } = await growth(system);
    const buckets = (await exposed(system)).filter(({ name }) => name.endsWith('_seconds_bucket')).length;
    if (buckets === 0) return 'no series whose name ends in _seconds_bucket';
    return durations >= REQUESTS
      ? undefined
      : `${REQUESTS} requests were sent, ${durations} durations observed`;
  },
};

const bounded: Side = {
  points: 4,
  wanted: 'as many series after a hundred customers as after ten',
  async look(system) {
    await growth(system);
    const { series, requests } = await growth(system);
    if (requests === 0) return 'no request is counted, so that nothing can be said of labels';
    return series <= NEW_SERIES_AT_MOST
      ? undefined
      : `${REQUESTS} requests of different customers made ${series} new series`;
  },
};

export const red = graded({
  id: 'red',
  title: 'Rate, errors and duration',
  sides: [rateAndErrors, duration, bounded],
  lookAt: 'the page of addresses.metrics',
  hints: [
    'Lab 2 has instrumented a service like yours.',
    'A counter …_total with status or outcome, and a histogram …_seconds: both count each request, whatever became of it.',
    'observedFastify of @lab/instrumentation gives http_server_requests_total and http_server_request_duration_seconds for every route; no label may hold what a customer sends.',
  ],
});
