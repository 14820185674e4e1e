/** A process that writes lines and then meets a misfortune; turn-buffered-destination.test.ts reads its output. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { TurnBufferedDestination } from '../src/logging/turn-buffered-destination.ts';

const MAX_PENDING = 500_000;
const destination = new TurnBufferedDestination(undefined, MAX_PENDING);
let written = 0;

function write(lines: number, padding = 80): void {
  for (let index = 0; index < lines; index++) {
    destination.write(`${JSON.stringify({ line: written, padding: 'x'.repeat(padding) })}\n`);
    written += 1;
  }
}

const report = (fields: object): boolean => process.stderr.write(`${JSON.stringify(fields)}\n`);

const scenarios: Record<string, () => Promise<void>> = {
  /** Writes 1 MB a turn until told to stop, and one line more when told that the reader is back. */
  async stall() {
    let told = '';
    process.stdin.on('data', (chunk) => {
      told += String(chunk);
    });
    for (let turn = 1; !told.includes('stop'); turn++) {
      write(1000, 1000);
      await delay(5);
      report({ turn, heapMegabytes: process.memoryUsage().heapUsed / 1e6 });
    }
    while (!told.includes('again')) await delay(5);
    write(1);
    report({ written });
    process.stdin.destroy();
  },

  /** Exits in the turn in which it has written more than a pipe holds. */
  async exit() {
    write(4000);
    process.exit(0);
  },

  async crash() {
    write(100);
    throw new Error('expected by the test');
  },

  /** Dies without warning, one turn after writing. */
  async kill() {
    write(100);
    await nextTurn();
    process.kill(process.pid, 'SIGKILL');
  },

  /** Writes on while nobody reads any more. */
  async orphan() {
    report({ ready: true });
    for (let turn = 0; turn < 50; turn++) {
      write(100);
      await delay(5);
    }
    report({ survived: true });
  },
};

await scenarios[process.argv[2] ?? '']?.();
