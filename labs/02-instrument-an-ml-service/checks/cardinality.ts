import { randomBytes } from 'node:crypto';
import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { COUNTER } from './counter.ts';
import { type Exposition, exposedBy, total } from './exposition.ts';
import { mustAnswer, type Payment, sendAll } from './requests.ts';

const ATTACK = 40;
const MOST_SERIES = 250;
/** Series that a first request may begin, such as those of a channel that was not used yet. */
const NEWLY_USED = 8;
const ALLOWED = ['channel', 'merchant_category', 'status', 'model_name', 'model_version', 'le', 'quantile'];

export const cardinality: Task = {
  id: 'cardinality',
  title: 'Keep the number of series bounded',
  needs: ['counter'],
  hints: [
    'Who decides how many values a label can have? Look at each of yours: a list in your code, or whoever sends the request?',
    'merchant_category is free text. A value that is not in your list has to become one value that stands for all others, before it becomes a label. Ids of people, payments and traces are no labels at all.',
    "const boundedCategory = (category) => KNOWN.has(category) ? category : 'other', used wherever the label is set; the series of 'other' exist from the start, like all others.",
  ],
  check: (lab) =>
    firstFailure(
      () => attack(lab),
      async () => conventions(await exposedBy(lab.workbench.service), lab),
    ),
};

const own = ({ samples }: Exposition): Exposition['samples'] =>
  samples.filter(({ name }) => name.startsWith('fraud_'));

/** Other names in every look: a service that remembers yesterday's must not pass. */
const unheardOf = (): string =>
  randomBytes(6)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

async function attack({ workbench }: CheckContext): Promise<Finding> {
  const payments = Array.from(
    { length: ATTACK },
    (): Payment => ({
      channel: 'partner',
      category: unheardOf(),
      issuer: `bank-${unheardOf()}`,
      // Its issuer fails, so that the lab's model never hears of these categories: it would see a drift.
      issuerFails: true,
    }),
  );
  const before = await exposedBy(workbench.service);
  mustAnswer(await sendAll(workbench.service, payments), 502);
  const after = await exposedBy(workbench.service);
  const labels = { channel: 'partner', merchant_category: 'other', status: 'error' };
  const others = total(after, COUNTER, labels) - total(before, COUNTER, labels);
  const grown = own(after).length - own(before).length;
  return found(others === ATTACK && grown <= NEWLY_USED && own(after).length <= MOST_SERIES, {
    expected: `${ATTACK} payments of ${ATTACK} customers and ${ATTACK} unheard-of categories: merchant_category="other" +${ATTACK}, no new series, ${MOST_SERIES} in all at most`,
    seen: `"other" +${others}, ${grown} new series, ${own(after).length} in all`,
    lookAt: `count({job="fraud-scorer",__name__=~"fraud_.*"}) by (__name__) in ${workbench.prometheus}`,
  });
}

function conventions(exposition: Exposition, { workbench }: CheckContext): Finding {
  const mistakes = new Set<string>();
  for (const { labels } of own(exposition))
    for (const label of Object.keys(labels)) if (!ALLOWED.includes(label)) mistakes.add(`label ${label}`);
  for (const [name, { type, help }] of exposition.families) {
    if (!name.startsWith('fraud_')) continue;
    if (help.trim() === '') mistakes.add(`${name} has no help`);
    if (/_(ms|millis|milliseconds|us|minutes)(_|$)/.test(name)) mistakes.add(`${name}: not in base units`);
    if (type !== 'counter' && name.endsWith('_total')) mistakes.add(`${name} is a ${type}, not a counter`);
  }
  return found(mistakes.size === 0, {
    expected: `metrics of fraud_… with a help, in base units, with labels among ${ALLOWED.join(', ')}`,
    seen: [...mistakes].join('\n') || 'nothing against it',
    lookAt: `${workbench.service}/metrics`,
  });
}
