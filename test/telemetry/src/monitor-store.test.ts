/** The way of predictions and labels into the monitor's store, while each part of that way is killed. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { customers } from './customers.ts';
import { labeller } from './labels.ts';
import { type Expected, notStored, type StoredRow, wrongWith } from './monitor-store.ts';
import { kill, untilReady } from './processes.ts';

const lab = inject('lab');
/** The Collector waits up to 5 s between two attempts, and a database that was killed repairs itself first. */
const POLL = { timeout: 90_000, interval: 500 };
const ON_THE_WAY = ['monitor', 'collector', 'postgres'] as const;

describe('what is wrong with a stored prediction', () => {
  const row = (role: string, is_fraud: boolean | null): StoredRow => ({ prediction_id: 'a', role, is_fraud });
  const answered = { predictionId: 'a' };
  const labelled = { predictionId: 'a', isFraud: true };

  test.each<[string, Expected, StoredRow[], string[]]>([
    ['once and without a label', answered, [row('champion', null)], []],
    ['once, with its label', labelled, [row('champion', true)], []],
    ['once, and a shadow beside it', labelled, [row('canary', true), row('shadow', true)], []],
    ['not at all', labelled, [], ['a: stored 0 times']],
    ['by its shadow alone', answered, [row('shadow', null)], ['a: stored 0 times']],
    ['twice', answered, [row('champion', null), row('champion', null)], ['a: stored 2 times']],
    ['without its label', labelled, [row('champion', null)], ['a: label null instead of true']],
    ['with another label', labelled, [row('champion', false)], ['a: label false instead of true']],
  ])('when it is there %s - then that is what is said', (_how, expected, rows, problems) => {
    expect(wrongWith(expected, rows)).toEqual(problems);
  });
});

describe("the monitor's store", () => {
  test('when the monitor, the Collector and the database are killed while customers go on - then every answered prediction and every acknowledged label is stored exactly once', async () => {
    const labels = labeller(lab);
    const shop = customers(lab, (id) => labels.tell(id));
    await delay(1000); // predictions before the first kill
    for (const name of ON_THE_WAY) {
      await kill(lab, name);
      await untilReady(lab, name);
    }
    // All at once: nobody is left who holds what another has lost.
    await Promise.all(ON_THE_WAY.map((name) => kill(lab, name)));
    for (const name of ON_THE_WAY) await untilReady(lab, name);
    await shop.stop();
    await labels.stop();

    expect(shop.failures).toEqual([]);
    expect(shop.answered.length).toBeGreaterThan(200);
    // A sender that was never refused has not seen the kills.
    expect(labels.repeated()).toBeGreaterThan(0);
    expect(labels.acknowledged.size).toBe(shop.answered.length);
    const expected = shop.answered.map(({ predictionId }) => ({
      predictionId,
      isFraud: labels.acknowledged.get(predictionId),
    }));
    let missing: readonly Expected[] = expected;
    await expect
      .poll(async () => {
        missing = (await notStored(lab, missing)).map((found) => found.expected);
        return missing.length;
      }, POLL)
      .toBe(0);
    // Once more for all of them: what came late must not have come twice.
    expect(await notStored(lab, expected)).toEqual([]);

    // The same question about what nobody was answered, and about a label that nobody gave: it can be answered with no.
    const [known] = expected;
    const invented = { predictionId: randomUUID() };
    const contradicted = { predictionId: known?.predictionId ?? '', isFraud: !known?.isFraud };
    expect((await notStored(lab, [invented, contradicted])).flatMap(({ problems }) => problems)).toEqual([
      `${invented.predictionId}: stored 0 times`,
      `${contradicted.predictionId}: label ${known?.isFraud} instead of ${contradicted.isFraud}`,
    ]);
  }, 300_000);
});
