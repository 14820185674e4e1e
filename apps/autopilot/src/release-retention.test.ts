import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@lab/instrumentation/testing';
import { describe, expect, test } from 'vitest';
import { startAutopilot, type TestAutopilot, testPolicy } from '../test/autopilot-app.ts';
import { MODEL, startInference, type TestInference } from '../test/inference-process.ts';
import { tempFolder } from '../test/temp-folder.ts';

/** Nobody listens there: nothing is learned here. */
const NO_DATABASE = 'postgres://lab@127.0.0.1:9/lab';

/** Makes versions of the release folder that are served as well as any other. */
async function release(inference: TestInference, ...versions: readonly string[]): Promise<void> {
  for (const version of versions) {
    const folder = join(inference.releases, MODEL, version);
    cpSync(join(inference.models, MODEL, '1', 'model.onnx'), join(folder, 'model.onnx'), { recursive: true });
    await inference.load(version);
  }
}

const released = (inference: TestInference): string[] =>
  readdirSync(join(inference.releases, MODEL)).sort((a, b) => Number(a) - Number(b));

const ONE = { keep_newest: 1, pinned: [] };

const start = (inference: TestInference, releases: object, env: object = {}): Promise<TestAutopilot> =>
  startAutopilot({
    policy: testPolicy({ releases }),
    env: {
      INFERENCE_URL: inference.url,
      DATABASE_URL: NO_DATABASE,
      MODEL_REPOSITORY: inference.repository,
      AUTOPILOT_RELEASES_DIR: inference.releases,
      ...env,
    },
  });

const deleted = ({ lines }: TestAutopilot): unknown[] =>
  lines
    .filter(({ event_type }) => event_type === 'model_release_deleted')
    .map(({ model_version }) => model_version);

describe('released versions', { timeout: 60_000 }, () => {
  test('when there are more than the policy keeps - then those that serve, are pinned or newest stay, whatever their age', async () => {
    const inference = await startInference({ champion: '1' });
    await release(inference, '3', '4', '5', '6', '7', '8', '9');
    await inference.setRoute({ champion: '3', canary: { version: '4', percent: 10 }, shadow: ['6'] });
    const autopilot = await start(inference, { keep_newest: 2, pinned: ['5'] });
    await eventually('the end of the superfluous one', () =>
      deleted(autopilot).length > 0 ? true : undefined,
    );
    expect(deleted(autopilot)).toEqual(['7']);
    expect(released(inference)).toEqual(['3', '4', '5', '6', '8', '9']);
    expect(await inference.loaded()).toEqual(['1', '2', '3', '4', '5', '6', '8', '9']);
    for (const committed of ['1', '2'])
      expect(existsSync(join(inference.models, MODEL, committed, 'model.onnx'))).toBe(true);
  });

  test('when a champion has been relieved - then it stays as long as a step back leads to it', async () => {
    const inference = await startInference({ champion: '1' });
    await release(inference, '3', '4', '5');
    await inference.setRoute({ champion: '3' });
    const autopilot = await start(inference, ONE);
    await eventually('the first look', () => (deleted(autopilot).includes('4') ? true : undefined));
    await inference.setRoute({ champion: '5' });
    await release(inference, '6', '7');
    await eventually('the next look', () => (deleted(autopilot).includes('6') ? true : undefined));
    expect(released(inference)).toEqual(['3', '5', '7']);
  });

  test('when nobody can say what is served, or the kill switch is on - then nothing is deleted', async () => {
    const inference = await startInference({ champion: '1' });
    await release(inference, '3', '4', '5');
    const state = { AUTOPILOT_STATE_DIR: tempFolder() };
    const blind = await start(inference, ONE, { ...state, INFERENCE_URL: 'http://127.0.0.1:9' });
    await eventually('looks for routes and for releases that failed', () =>
      blind.lines.filter(({ event_type }) => event_type === 'autopilot_work_failed').length === 2
        ? true
        : undefined,
    );
    const turn = (autopilot: TestAutopilot, on: boolean) =>
      autopilot.ask('PUT', '/v1/kill-switch', { on, reason: 'a test' });
    await turn(blind, true);
    await blind.close();

    const held = await start(inference, ONE, state);
    const changes = (count: number) =>
      eventually(`${count} looks at the routes`, () =>
        held.lines.filter(({ event_type }) => event_type === 'model_aliases_changed').length === count
          ? true
          : undefined,
      );
    await changes(1);
    await inference.setRoute({ champion: '2' });
    // The second look at the routes comes after the first one for releases.
    await changes(2);
    expect(released(inference)).toEqual(['3', '4', '5']);
    await turn(held, false);
    await eventually('the end of all but the newest', () => (deleted(held).length === 2 ? true : undefined));
    expect([...deleted(blind), ...deleted(held)]).toEqual(['3', '4']);
  });
});
