/** `./lab chaos` on a lab of real engines. The fault is one that nobody feels: the pager answers a few milliseconds later. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { lab } from './command-line.ts';

const under = inject('lab');
const folder = mkdtempSync(join(tmpdir(), 'experiments-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Kept {
  readonly verdict: string;
  readonly folder: string;
  readonly recovered_after_seconds: number | null;
  readonly probes: readonly { readonly worst: { readonly value: number } }[];
}

/** The fault tells of itself in a metric, with the next scrape. */
const IS_OFF = {
  title: 'nothing is injected',
  query: 'max(service_fault_active{service="pager"})',
  at_most: 0,
};
const IS_UP = { title: 'the pager answers', query: 'up{job="pager"}', at_least: 1 };

function experiment(name: string, changes: object): string {
  const path = join(folder, `${name}.yaml`);
  const document = {
    title: name,
    hypothesis: 'nobody feels a few milliseconds',
    steady_state: [IS_UP],
    method: [
      { kind: 'service_fault', service: 'pager', fault: 'request_latency', settings: { milliseconds: 5 } },
    ],
    lasts: '12s',
    abort_when: [{ title: 'the pager is gone', query: 'up{job="pager"} == 0' }],
    recovers_within: '30s',
    ...changes,
  };
  writeFileSync(path, JSON.stringify(document));
  return path;
}

async function carriedOut(path: string): Promise<Kept & { exitCode: number | undefined }> {
  const { exitCode, stdout } = await lab(under.env, 'chaos', path, '--json');
  return { exitCode, ...(JSON.parse(stdout) as Kept) };
}

describe('./lab chaos', () => {
  test('when the steady state holds - then the hypothesis has held, and the run is kept beside its file', async () => {
    const kept = await carriedOut(experiment('held', {}));
    expect(kept).toMatchObject({ exitCode: 0, verdict: 'held' });
    expect(kept.folder).toContain(join(folder, 'held.runs'));
    expect(readFileSync(join(kept.folder, 'report.md'), 'utf8')).toContain('**held**');
  });

  test('when it does not - then it is refuted by what Prometheus has seen, and is over afterwards', async () => {
    expect(await carriedOut(experiment('refuted', { steady_state: [IS_OFF] }))).toMatchObject({
      exitCode: 1,
      verdict: 'deviated',
      recovered_after_seconds: expect.any(Number),
      probes: [{ worst: { value: 1 } }],
    });
  });

  test('when a fault is unknown, or the file is wrong - then nothing is injected, and it says what there is', async () => {
    const method = [{ kind: 'service_fault', service: 'pager', fault: 'request_delay' }];
    const unknown = await lab(under.env, 'chaos', experiment('unknown', { method }));
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/it has .*request_latency/) });
    const wrong = await lab(under.env, 'chaos', experiment('wrong', { lasts: '1h', abort_when: [] }));
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('/abort_when') });
  });
});
