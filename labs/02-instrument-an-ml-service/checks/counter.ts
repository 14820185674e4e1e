import { type CheckContext, type Finding, fails, found, passes, type Task } from '@lab/course/lab';
import { CHANNELS, MERCHANT_CATEGORIES } from '../starter/src/transaction.ts';
import { type Exposition, exposedBy, select, total, typeOf } from './exposition.ts';
import { mustAnswer, repeated, sendAll } from './requests.ts';

export const COUNTER = 'fraud_scores_total';
const STATUSES = 2;
const COMBINATIONS = CHANNELS.length * (MERCHANT_CATEGORIES.length + 1) * STATUSES;

export const counter: Task = {
  id: 'counter',
  title: 'Count what was asked and how it ended',
  needs: ['metrics-endpoint'],
  hints: [
    'Compare what you sent with what the counter says, one channel at a time. Which requests never reach your line of code, and which reach it twice?',
    'A score has two ends: an answer, or a DependencyError that is thrown on. A request that is refused with 400 is no score at all. And a label value that may never come has to be known to the counter before it does.',
    "In score(): count status 'success' after the model has answered, and 'error' in a catch that throws on. In metrics.ts, after the counter: for every channel, category (and 'other') and status, inc(labels, 0).",
  ],
  async check(lab) {
    const initial = startsAtZero(await exposedBy(lab.workbench.service), lab);
    return initial.passed ? countsWhatIsSent(lab) : initial;
  },
};

function startsAtZero(exposition: Exposition, { workbench }: CheckContext): Finding {
  const looked = {
    expected: `a counter ${COUNTER} with a series for each channel, category and status from the start: ${COMBINATIONS}`,
    lookAt: `${workbench.service}/metrics`,
  };
  const type = typeOf(exposition, COUNTER);
  const series = select(exposition, COUNTER);
  if (type !== 'counter') return fails({ ...looked, seen: `${COUNTER}: type ${type}` });
  const keys = ['channel', 'merchant_category', 'status'];
  const proper = series.filter(
    ({ labels }) => Object.keys(labels).length === keys.length && keys.every((key) => key in labels),
  );
  if (proper.length < COMBINATIONS)
    return fails({
      ...looked,
      seen: `${proper.length} series with exactly the labels ${keys.join(', ')}${series.length > proper.length ? `, ${series.length - proper.length} with others` : ''}`,
    });
  return passes({ ...looked, seen: `${proper.length} series` });
}

async function countsWhatIsSent({ workbench, draws }: CheckContext): Promise<Finding> {
  const [answered, failed, refused] = [
    draws.integer('answered', 5, 9),
    draws.integer('failed', 3, 6),
    draws.integer('refused', 2, 4),
  ];
  const category = draws.pick('category', MERCHANT_CATEGORIES as unknown as [string, ...string[]]);
  const payment = { channel: 'partner', category } as const;
  const before = await exposedBy(workbench.service);
  mustAnswer(await sendAll(workbench.service, repeated(answered, payment)), 200);
  mustAnswer(await sendAll(workbench.service, repeated(failed, { ...payment, issuerFails: true })), 502);
  mustAnswer(await sendAll(workbench.service, repeated(refused, { ...payment, invalid: true })), 400);
  const after = await exposedBy(workbench.service);
  const grown = (labels: Readonly<Record<string, string>>): number =>
    total(after, COUNTER, labels) - total(before, COUNTER, labels);
  const counted = {
    success: grown({ ...labelsOf(payment), status: 'success' }),
    error: grown({ ...labelsOf(payment), status: 'error' }),
    all: grown({ channel: 'partner' }),
  };
  return found(
    counted.success === answered && counted.error === failed && counted.all === answered + failed,
    {
      expected: `of ${answered} payments answered with 200, ${failed} with 502 and ${refused} refused with 400, all of channel partner and category ${category}: success +${answered}, error +${failed}, nothing else`,
      seen: `success +${counted.success}, error +${counted.error}, channel partner altogether +${counted.all}`,
      lookAt: `${COUNTER}{channel="partner"} at ${workbench.service}/metrics, before and after`,
    },
  );
}

const labelsOf = ({ channel, category }: { channel: string; category: string }) => ({
  channel,
  merchant_category: category,
});
