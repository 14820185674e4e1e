import type { ActiveRuleAlert } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { type AlertSource, AlertWatch } from './alert-watch.ts';

/** A source whose answer the test sets; undefined for an engine that does not answer. */
function source(): AlertSource & { now: readonly ActiveRuleAlert[] | undefined } {
  return {
    now: [],
    async alerts() {
      if (this.now === undefined) throw new Error('no answer');
      return this.now;
    },
  };
}
const alert = (state: ActiveRuleAlert['state'], name = 'SlowModel'): ActiveRuleAlert => ({
  name,
  state,
  activeAt: 1000,
  labels: {},
  annotations: {},
  value: 1,
});

describe('AlertWatch', () => {
  test('when an alert goes from pending to firing and ends - then each moment is known', async () => {
    const prometheus = source();
    const watch = new AlertWatch([prometheus]);
    prometheus.now = [alert('pending')];
    await expect
      .poll(() => watch.histories.get('SlowModel'))
      .toMatchObject({ activeAt: 1_000_000, firingAt: undefined });
    prometheus.now = [alert('firing')];
    await expect.poll(() => watch.firing()).toEqual(['SlowModel']);
    prometheus.now = [];
    await expect.poll(() => watch.histories.get('SlowModel')?.resolvedAt).toBeGreaterThan(0);
    expect(watch.firing()).toEqual([]);
    await watch.close();
  });

  test('when one engine hangs - then the alerts of the other are seen as soon as ever', async () => {
    const prometheus = source();
    const hung = Promise.withResolvers<readonly ActiveRuleAlert[]>();
    const hanging: AlertSource = { alerts: () => hung.promise };
    const watch = new AlertWatch([hanging, prometheus]);
    prometheus.now = [alert('firing')];
    await expect.poll(() => watch.firing()).toEqual(['SlowModel']);
    hung.resolve([]);
    await watch.close();
  });

  test('when one series of an alert still fires - then it is not resolved', async () => {
    const prometheus = source();
    const watch = new AlertWatch([prometheus]);
    prometheus.now = [alert('firing'), alert('firing')];
    await expect.poll(() => watch.firing()).toEqual(['SlowModel']);
    prometheus.now = [alert('firing')];
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(watch.firing()).toEqual(['SlowModel']);
    await watch.close();
  });

  test('when an engine stops answering - then its alerts stay as they were, and others are still seen', async () => {
    const prometheus = source();
    const loki = source();
    const watch = new AlertWatch([prometheus, loki]);
    loki.now = [alert('firing', 'ErrorBurst')];
    await expect.poll(() => watch.firing()).toEqual(['ErrorBurst']);
    loki.now = undefined;
    prometheus.now = [alert('firing')];
    await expect.poll(() => watch.firing()).toEqual(['ErrorBurst', 'SlowModel']);
    await watch.close();
  });
});
