import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { TurnBufferedDestination } from './turn-buffered-destination.ts';

const WRITER = fileURLToPath(new URL('../../test/log-writer.ts', import.meta.url));
const DEADLINE_MS = 15_000;
vi.setConfig({ testTimeout: 30_000 });
const folder = fs.mkdtempSync(path.join(tmpdir(), 'log-destination-'));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(scenario: string) {
  const child = spawn(process.execPath, [WRITER, scenario], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  child.stdout.pause();
  const output = { out: '', err: '' };
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  const read = (): void => {
    child.stdout.on('data', (chunk) => {
      output.out += String(chunk);
    });
    child.stdout.resume();
  };
  return { child, output, read };
}

const parse = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('lines of one process', () => {
  test('destination - when several turns write - then each turn is one write and the order is kept', async () => {
    const file = path.join(folder, 'order.log');
    const fd = fs.openSync(file, 'w');
    const { writeSync } = fs;
    let writes = 0;
    fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
      if (args[0] === fd) writes += 1;
      return writeSync(...args);
    }) as typeof writeSync;
    syncBuiltinESMExports();
    try {
      const destination = new TurnBufferedDestination(fd);
      for (let turn = 0; turn < 5; turn++) {
        for (let line = 0; line < 20; line++) destination.write(`turn ${turn} line ${line} – ü\n`);
        await nextTurn();
        await nextTurn();
      }
    } finally {
      fs.writeSync = writeSync;
      syncBuiltinESMExports();
    }
    expect(writes).toBe(5);
    const expected = Array.from({ length: 100 }, (_, n) => `turn ${Math.floor(n / 20)} line ${n % 20} – ü\n`);
    expect(fs.readFileSync(file, 'utf8')).toBe(expected.join(''));
  });

  test('destination - when its descriptor is closed - then writing goes on without an error', async () => {
    const fd = fs.openSync(path.join(folder, 'closed.log'), 'w');
    fs.closeSync(fd);
    const destination = new TurnBufferedDestination(fd);
    destination.write('lost\n');
    await nextTurn();
    expect(() => destination.write('lost too\n')).not.toThrow();
    await nextTurn();
  });
});

describe('a process whose log is a pipe', () => {
  test('destination - when the reader stalls - then the process runs on, memory stays bounded and every lost line is counted', async () => {
    const { child, output, read } = start('stall');
    await expect.poll(() => output.err, { timeout: DEADLINE_MS }).toContain('"turn":60,');
    child.stdin?.write('stop\n');
    const heap = parse(output.err.slice(0, output.err.lastIndexOf('\n'))).map((line) =>
      Number(line.heapMegabytes),
    );
    expect(heap.length).toBeGreaterThan(50); // 60 MB were written meanwhile
    expect(Math.max(...heap)).toBeLessThan(60);

    read();
    await expect.poll(() => output.out, { timeout: DEADLINE_MS }).toContain('log_lines_dropped');
    child.stdin?.write('again\n');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);

    const lines = parse(output.out);
    const written = Number(parse(output.err).at(-1)?.written);
    const numbers = lines.filter((line) => 'line' in line).map((line) => Number(line.line));
    const dropped = lines.filter((line) => line.event_type === 'log_lines_dropped');
    expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))).toBe(true);
    expect(numbers.at(-1)).toBe(written - 1);
    expect(numbers.length + dropped.reduce((sum, line) => sum + Number(line.dropped), 0)).toBe(written);
  });

  test('destination - when the process exits before a slow reader has read - then no line is lost', async () => {
    const { child, output, read } = start('exit');
    await delay(400); // longer than the process needs to fill the pipe, shorter than it waits for a reader
    read();
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(parse(output.out).map(({ line }) => line)).toEqual(Array.from({ length: 4000 }, (_, n) => n));
  });

  test('destination - when the process crashes - then the lines before the crash are there', async () => {
    const { child, output, read } = start('crash');
    read();
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(parse(output.out)).toHaveLength(100);
  });

  test('destination - when the process is killed a turn after writing - then no line is lost', async () => {
    const { child, output, read } = start('kill');
    read();
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGKILL');
    expect(parse(output.out)).toHaveLength(100);
  });

  test('destination - when the reader goes away - then the process lives on', async () => {
    const { child, output } = start('orphan');
    await expect.poll(() => output.err, { timeout: DEADLINE_MS }).toContain('ready');
    child.stdout?.destroy();
    const [code] = await once(child, 'close');
    expect(output.err).toContain('survived');
    expect(code).toBe(0);
  });
});
