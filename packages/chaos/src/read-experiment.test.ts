import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ExperimentError, readExperiment } from './read-experiment.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const EXAMPLE = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

const problemsOf = (yaml: string): readonly string[] => {
  try {
    readExperiment(yaml);
  } catch (error) {
    if (error instanceof ExperimentError) return error.problems;
    throw error;
  }
  return [];
};
/** The example of the README with some of its keys replaced; undefined takes a key away. */
const exampleWith = (changes: object): string =>
  stringify({ ...(parse(EXAMPLE) as object), ...changes }, { keepUndefined: false });

describe('readExperiment', () => {
  test('when it is the example of the README - then it is what that says', () => {
    expect(readExperiment(EXAMPLE)).toMatchObject({
      hypothesis: expect.stringMatching(/^When the feature service .* nobody waits\.$/),
      steadyState: [{ title: 'customers get an answer', atLeast: 0.99 }],
      method: [
        {
          kind: 'service_fault',
          service: 'features',
          fault: 'request_errors',
          settings: { method: 'GET' },
        },
      ],
      lastsSeconds: 60,
      abortWhen: [{ title: 'a tenth of the customers gets none' }],
      recoversWithinSeconds: 120,
    });
  });

  test('when it injects over HTTP and asks a Prometheus of its own - then both are as written', () => {
    const call = { method: 'PUT', url: 'http://127.0.0.1:1/toxics/latency', body: { milliseconds: 300 } };
    const method = [{ kind: 'http', inject: call, roll_back: { ...call, method: 'DELETE' } }];
    expect(
      readExperiment(
        exampleWith({ method, prometheus: 'http://127.0.0.1:19090/', recovers_within: undefined }),
      ),
    ).toMatchObject({
      prometheus: 'http://127.0.0.1:19090',
      method: [{ kind: 'http', inject: call, rollBack: { ...call, method: 'DELETE' } }],
      recoversWithinSeconds: 120,
    });
  });

  test('when nothing would stop it, nothing could contradict it, or it lasts for an hour - then it is refused', () => {
    expect(problemsOf(exampleWith({ abort_when: [] }))).toEqual([expect.stringContaining('/abort_when')]);
    expect(problemsOf(exampleWith({ abort_when: undefined }))).toEqual([
      expect.stringContaining('abort_when'),
    ]);
    expect(problemsOf(exampleWith({ steady_state: [{ title: 'up', query: 'up' }] }))).toEqual([
      '/steady_state/0 has neither at_least nor at_most: nothing could contradict it',
    ]);
    expect(problemsOf(exampleWith({ lasts: '1h' }))).toEqual([
      '/lasts 1h is not from 5 seconds to 15 minutes',
    ]);
  });

  test('when several things are wrong - then all are told at once, each in the terms of its kind', () => {
    expect(
      problemsOf(
        exampleWith({
          hypothesis: undefined,
          speed: 3,
          method: [
            { kind: 'service_fault', service: 'exporter', fault: 'request_errors' },
            { kind: 'http', inject: { method: 'PUT', url: 'x' } },
            { kind: 'earthquake' },
          ],
        }),
      ),
    ).toEqual([
      expect.stringContaining('(hypothesis)'),
      expect.stringContaining('/speed'),
      expect.stringContaining('(speed)'),
      expect.stringContaining('/method/2/kind'),
      expect.stringContaining('/method/0/service'),
      expect.stringContaining('(roll_back)'),
      expect.stringContaining('/method/1/inject/url'),
    ]);
    const probe = { title: 'up', query: 'up', at_least: 2, at_most: 1 };
    expect(problemsOf(exampleWith({ steady_state: [probe, probe], lasts: 'a while' }))).toEqual([
      expect.stringContaining('/lasts "a while" is not a duration'),
      '/steady_state/0 wants at least 2 and at most 1: nothing is both',
      '/steady_state/1 wants at least 2 and at most 1: nothing is both',
      '/steady_state/1/title "up" is taken',
    ]);
  });

  test('when it is no YAML - then its place is told', () => {
    expect(problemsOf('title: [')).toEqual([expect.stringMatching(/line 1/)]);
  });
});
