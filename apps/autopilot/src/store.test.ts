import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@lab/instrumentation';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../test/temp-folder.ts';
import type { Rollout } from './domain/rollout.ts';
import { Store } from './store.ts';

const logger = createLogger({
  service: 'autopilot',
  environment: 'test',
  level: 'silent',
  userIdSalt: 'a salt for tests only',
});
const rollout = (percent: number): Rollout => ({
  id: 'the only one',
  model_name: 'fraud-detection',
  version: '3',
  champion: '1',
  state: 'running',
  step: 0,
  percent,
  started_at: '2026-11-21T10:00:00.000Z',
  step_started_at: '2026-11-21T10:00:00.000Z',
  finished_at: null,
  detail: '',
  decision_id: 'd',
  traceparent: null,
});

describe('the store', () => {
  test('when one thing changes again and again - then the journal stays short, and a restart reads its last state', async () => {
    const folder = tempFolder();
    const store = await Store.open(folder, logger);
    await store.save({ kind: 'kill_switch', killSwitch: { on: true, reason: 'a test', changed_at: '2026' } });
    for (let batch = 0; batch < 60; batch += 1) {
      await store.save(
        ...Array.from(
          { length: 100 },
          (_, index) => ({ kind: 'rollout', rollout: rollout(batch * 100 + index) }) as const,
        ),
      );
    }
    await store.close();
    const lines = readFileSync(join(folder, 'autopilot.jsonl'), 'utf8').trim().split('\n').length;
    expect(lines).toBeLessThan(2000);

    const again = await Store.open(folder, logger);
    expect(again.runningRollout('fraud-detection')).toEqual(rollout(5999));
    expect(again.killSwitch.on).toBe(true);
    await again.close();
  });

  test('when the machine died in the middle of a line - then everything before it is known, and writing goes on', async () => {
    const folder = tempFolder();
    const store = await Store.open(folder, logger);
    await store.save({ kind: 'rollout', rollout: rollout(10) });
    await store.close();
    appendFileSync(join(folder, 'autopilot.jsonl'), '{"kind":"rollout","rollo');
    const again = await Store.open(folder, logger);
    expect(again.runningRollout('fraud-detection')?.percent).toBe(10);
    await again.save({ kind: 'rollout', rollout: rollout(25) });
    await again.close();
    const last = await Store.open(folder, logger);
    expect(last.runningRollout('fraud-detection')?.percent).toBe(25);
    await last.close();
  });
});
