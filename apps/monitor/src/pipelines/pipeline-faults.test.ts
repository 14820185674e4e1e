import { describe, expect, test } from 'vitest';
import { PipelineFaults } from './pipeline-faults.ts';

function start(faults: PipelineFaults, name: string): () => void {
  const kind = faults.kinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no fault ${name}`);
  return kind.start({ pipeline: 'drift' });
}

describe('PipelineFaults', () => {
  test('when a pipeline is to fail - then it fails, others do not, and it works again afterwards', async () => {
    const faults = new PipelineFaults();
    const end = start(faults, 'failing_pipeline');
    await expect(faults.before('drift')).rejects.toThrow('fault injected');
    await faults.before('retention');
    end();
    await faults.before('drift');
  });

  test('when a pipeline is to hang - then its run goes on when the fault ends', async () => {
    const faults = new PipelineFaults();
    const end = start(faults, 'hanging_pipeline');
    let goesOn = false;
    const run = faults.before('drift').then(() => {
      goesOn = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(goesOn).toBe(false);
    end();
    await run;
    expect(goesOn).toBe(true);
  });
});
