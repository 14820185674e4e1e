import { engineTools } from '@lab/engine-clients/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PlayedSituation, playSituations } from './promtool-situations.ts';
import { promtoolFolder } from './testing/promtool-folder.ts';

const tools = engineTools(['promtool']);

/** Five a second. */
const asking = (expr: string, samples: Readonly<Record<string, number>>): PlayedSituation => ({
  series: { 'orders_total{shop="1"}': '0+5x60' },
  interval: '1s',
  asks: [{ expr, at: '30s', samples }],
});

function folder() {
  const made = promtoolFolder(tools?.promtool ?? '');
  onTestFinished(() => made.remove());
  return made;
}

const every = { evaluationInterval: '1s' };

describe.skipIf(tools === undefined)('playSituations', () => {
  test('when some are met and some are not - then each has its verdict, with what was answered', async () => {
    const rate = 'sum(rate(orders_total[10s]))';
    const situations = [
      asking(rate, { '{}': 5 }),
      asking(rate, { '{}': 6 }),
      asking('rate(refunds_total[10s])', { '{}': 1 }),
      asking('rate(refunds_total[10s])', {}),
    ];
    expect(await playSituations(folder(), '.check/orders.promtest', situations, every)).toEqual([
      { isMet: true, ask: undefined, got: undefined },
      { isMet: false, ask: 0, got: '{} 5E+00' },
      { isMet: false, ask: 0, got: 'nil' },
      { isMet: true, ask: undefined, got: undefined },
    ]);
  });

  test('when one of several questions is answered otherwise - then that one is told', async () => {
    const right = { expr: 'sum(orders_total)', at: '30s', samples: { '{}': 150 } };
    const situation = { ...asking('sum(orders_total)', {}), asks: [right, { ...right, at: '20s' }, right] };
    expect(await playSituations(folder(), '.check/asks.promtest', [situation], every)).toEqual([
      { isMet: false, ask: 1, got: '{} 1E+02' },
    ]);
  });

  test('when rules are to be played - then they are evaluated', async () => {
    const learner = folder();
    const rules =
      'groups: [{ name: orders, rules: [{ record: "orders:rate", expr: "rate(orders_total[10s])" }] }]';
    await learner.files.write('rules.yml', rules);
    const [verdict] = await playSituations(
      learner,
      '.check/rules.promtest',
      [asking('sum(orders:rate)', { '{}': 5 })],
      { ...every, ruleFiles: ['rules.yml'] },
    );
    expect(verdict?.isMet).toBe(true);
  });

  test('when a query or a rule cannot be read - then promtool says why', async () => {
    const learner = folder();
    await expect(
      playSituations(learner, '.check/bad.promtest', [asking('sum(orders_total', {})], every),
    ).rejects.toThrow(/^promtool: parse error: /);
    await learner.files.write(
      'rules.yml',
      'groups: [{ name: orders, rules: [{ record: a, expr: "sum(" }] }]',
    );
    await expect(
      playSituations(learner, '.check/bad.promtest', [asking('vector(1)', { '{}': 1 })], {
        ...every,
        ruleFiles: ['rules.yml'],
      }),
    ).rejects.toThrow(/promtool: [\s\S]*rules\.yml/);
  });
});
