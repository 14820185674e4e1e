/** A terminal of a test's own: it presses keys when the screen shows what it waits for. */
import { PassThrough } from 'node:stream';
import { onTestFinished, vi } from 'vitest';

/** A prompt is drawn in the next tick; a busy machine takes its time. */
const SHOWN = { timeout: 10_000, interval: 5 };

/** A prompt that is over ends its output; a screen stays for the next one, as that of a process does. */
class Screen extends PassThrough {
  override end(): this {
    return this;
  }
}

export function keyboardAndScreen() {
  const terminal = { input: new PassThrough(), output: new Screen() };
  let shown = '';
  terminal.output.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  onTestFinished(() => {
    terminal.input.destroy();
    terminal.output.destroy();
  });
  return {
    terminal,
    /** Presses keys once the screen shows a text, which then counts as seen. */
    async press(text: string, keys: string): Promise<void> {
      await vi.waitUntil(() => shown.includes(text), SHOWN);
      shown = '';
      terminal.input.write(keys);
    },
  };
}
