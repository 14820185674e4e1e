import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { LibraryThread } from './library-thread.ts';

const thread = (script: string, giveUpMs: number) =>
  new LibraryThread(new URL(`data:text/javascript,${encodeURIComponent(script)}`), giveUpMs);

const LISTEN = "import { parentPort } from 'node:worker_threads';";
const ANSWER =
  "parentPort.on('message', ({ id }) => parentPort.postMessage({ id, answer: { release: '1' } }));";

describe('LibraryThread', () => {
  test('when several questions are asked - then each has its own answer', async () => {
    const library = thread(
      `${LISTEN} parentPort.on('message', ({ id, question }) => parentPort.postMessage({ id, answer: question }));`,
      20_000,
    );
    expect(await Promise.all([library.ask('vmStat'), library.ask('bios')])).toEqual(['vmStat', 'bios']);
  });

  test('when the library refuses - then its reason is told', async () => {
    const library = thread(
      `${LISTEN} parentPort.on('message', ({ id }) => parentPort.postMessage({ id, failure: 'no PowerShell' }));`,
      20_000,
    );
    await expect(library.ask('mem')).rejects.toThrow('no PowerShell');
  });

  test('when the thread cannot start - then every question fails at once', async () => {
    await expect(thread('throw new Error("no such module")', 20_000).ask('mem')).rejects.toThrow(
      'no such module',
    );
  });

  test('when the process has nothing else to do - then the idle thread does not keep it alive', async () => {
    const module = new URL('./library-thread.ts', import.meta.url).href;
    const script = `const { LibraryThread } = await import(${JSON.stringify(module)});
      const listener = setInterval(() => {}, 1000); // what a running exporter has, and a stopped one has not
      console.log((await new LibraryThread().ask('osInfo')).platform);
      clearInterval(listener);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 20_000 }, // a process that lives on is killed, and that is a rejection
    );
    expect(stdout.trim()).not.toBe('');
  }, 30_000);

  test('when the library blocks its thread - then it is given up, and a new thread answers once the old one is gone', async () => {
    // The first thread finds no earlier visitor and blocks, as execSync does; the next one answers.
    const gate = `portable-test-${process.pid}-${performance.now()}`;
    const library = thread(
      `${LISTEN} if (process.env[${JSON.stringify(gate)}] === undefined) for (;;); ${ANSWER}`,
      500,
    );
    await expect(library.ask('osInfo')).rejects.toMatchObject({ code: 'EXPORTER_COLLECT_TIMEOUT' });
    process.env[gate] = 'passed';
    await expect
      .poll(() => library.ask('osInfo').catch(() => undefined), { timeout: 20_000 })
      .toEqual({ release: '1' });
    delete process.env[gate];
  }, 30_000);
});
