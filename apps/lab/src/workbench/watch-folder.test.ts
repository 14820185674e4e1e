import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { watchConfiguration, watchPrograms } from './watch-folder.ts';

const SOON = { timeout: 20_000, interval: 20 };

/** A learner's folder with one configuration, and every call that its watcher has made. */
function watched() {
  const folder = tempDir();
  mkdirSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'prometheus'));
  const config = join(folder, 'prometheus/prometheus.yml');
  writeFileSync(config, 'a: 1\n');
  const calls: (readonly string[])[] = [];
  onTestFinished(watchConfiguration(folder, (paths) => calls.push(paths)));
  return {
    folder,
    config,
    calls,
    /** Another file that is certain to be noticed: what came before it has been seen by then, or never will be. */
    async andThen(name = 'last.json'): Promise<readonly string[]> {
      writeFileSync(join(folder, name), String(calls.length));
      await vi.waitUntil(() => calls.flat().includes(name), SOON);
      return calls.flat();
    },
  };
}

describe('watchConfiguration', () => {
  test('when a file is saved in several steps - then it is told once, after the last', async () => {
    const { config, calls } = watched();
    for (let line = 0; line < 5; line++) appendFileSync(config, `b${line}: 1\n`);
    await vi.waitUntil(() => calls.length > 0, SOON);
    expect(calls).toEqual([['prometheus/prometheus.yml']]);
  });

  test('when an editor writes it aside and renames it - then it is told, and told again the next time', async () => {
    const { folder, config, calls } = watched();
    for (const text of ['a: 2\n', 'a: 3\n']) {
      const before = calls.length;
      writeFileSync(join(folder, 'prometheus/.prometheus.yml.swp'), text);
      renameSync(join(folder, 'prometheus/.prometheus.yml.swp'), config);
      await vi.waitUntil(() => calls.length > before, SOON);
    }
    expect(calls).toEqual([['prometheus/prometheus.yml'], ['prometheus/prometheus.yml']]);
  });

  test('when a folder of rules is made - then what is saved in it is told', async () => {
    const { folder, calls } = watched();
    mkdirSync(join(folder, 'prometheus/rules'));
    writeFileSync(join(folder, 'prometheus/rules/alerts.yml'), 'groups: []\n');
    await vi.waitUntil(() => calls.flat().includes('prometheus/rules/alerts.yml'), SOON);
  });

  test('when a file is taken away - then that is a change', async () => {
    const { config, calls } = watched();
    rmSync(config);
    await vi.waitUntil(() => calls.flat().includes('prometheus/prometheus.yml'), SOON);
  });

  test('when nothing but logs, programs, answers and the same text are written - then nothing is told', async () => {
    const { folder, config, andThen } = watched();
    writeFileSync(join(folder, 'logs/prometheus.json'), '{}');
    writeFileSync(join(folder, 'server.ts'), 'export {};');
    writeFileSync(join(folder, 'answers.yaml'), 'one: 1\n');
    writeFileSync(config, 'a: 1\n');
    expect(await andThen()).toEqual(['last.json']);
  });

  test('when it is told to stop - then it holds nothing', async () => {
    const folder = tempDir();
    const stop = watchConfiguration(folder, () => expect.unreachable());
    writeFileSync(join(folder, 'a.yml'), 'a: 1\n');
    stop();
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
});

describe('watchPrograms', () => {
  test('when programs are written in place, renamed over, or appear - then each is told', async () => {
    const folder = tempDir();
    const program = join(folder, 'server.ts');
    writeFileSync(program, 'export const a = 1;\n');
    const told: string[] = [];
    onTestFinished(watchPrograms(folder, (paths) => told.push(...paths)));
    const until = (...wanted: string[]) => vi.waitUntil(() => told.join() === wanted.join(), SOON);
    writeFileSync(join(folder, 'facts.json'), '{}');
    writeFileSync(program, 'export const a = 2;\n');
    await until('server.ts');
    writeFileSync(join(folder, 'aside'), 'export const a = 3;\n');
    renameSync(join(folder, 'aside'), program);
    await until('server.ts', 'server.ts');
    writeFileSync(join(folder, 'metrics.ts'), 'export {};\n');
    await until('server.ts', 'server.ts', 'metrics.ts');
  });
});
