import { describe, expect, test } from 'vitest';
import { ModelFaults } from './model-faults.ts';
import type { ModelSession } from './model-session.ts';

const SECONDS = 0.001;
const SCORES = { name: 'p', datatype: 'FP32', shape: [2], data: new Float32Array([0.25, 0.75]) } as const;
const session: ModelSession = {
  mode: 'inline',
  inputs: [],
  outputs: [],
  run: async () => ({ outputs: [SCORES], seconds: SECONDS }),
  close: async () => {},
};
const store = {
  list: async () => [{ name: 'm', version: '1' }],
  open: async (name: string, version: string) => ({
    stored: { name, version, manifest: undefined },
    session,
  }),
};

async function open(faults: ModelFaults, version: string): Promise<ModelSession> {
  return (await faults.within(store).open('m', version)).session;
}
function kind(faults: ModelFaults, name: string) {
  const found = faults.kinds.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no fault ${name}`);
  return found;
}

describe('ModelFaults', () => {
  test('when no fault is on - then an execution is what the session says', async () => {
    expect(await (await open(new ModelFaults(), '1')).run([])).toEqual({
      outputs: [SCORES],
      seconds: SECONDS,
    });
  });

  test('when a version is slow - then the added time counts as time in the model, and other versions stay fast', async () => {
    const faults = new ModelFaults();
    const end = kind(faults, 'slow_model').start({ version: '2', milliseconds: 50 });
    expect((await (await open(faults, '2')).run([])).seconds).toBeGreaterThan(0.045);
    expect((await (await open(faults, '1')).run([])).seconds).toBe(SECONDS);
    end();
    expect((await (await open(faults, '2')).run([])).seconds).toBeLessThan(0.045);
  });

  test('when a model is skewed - then its scores are higher, but never above 1', async () => {
    const faults = new ModelFaults();
    const loaded = await open(faults, '1');
    const end = kind(faults, 'skewed_model').start({ shift: 0.5 });
    expect((await loaded.run([])).outputs[0]?.data).toEqual(new Float32Array([0.75, 1]));
    end();
    expect((await loaded.run([])).outputs).toEqual([SCORES]);
  });

  test('when all executions fail - then the error is one of inference, and it is over when the fault is', async () => {
    const faults = new ModelFaults();
    const loaded = await open(faults, '1');
    const end = kind(faults, 'failing_model').start({ share: 1 });
    await expect(loaded.run([])).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
    end();
    expect((await loaded.run([])).seconds).toBeGreaterThan(0);
  });
});
