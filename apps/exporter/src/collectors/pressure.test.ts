import { describe, expect, test } from 'vitest';
import { fixtureHost } from '../../test/fixture-host.ts';
import { FileTree } from '../host/file-tree.ts';
import { pressure } from './pressure.ts';

/** A kernel that has only the given files below /proc/pressure. */
class PressureTree extends FileTree {
  readonly #files: Readonly<Record<string, string>>;

  constructor(root: string, files: Readonly<Record<string, string>>) {
    super(root);
    this.#files = files;
  }

  override text(relative: string): string {
    const text = this.#files[relative];
    if (text === undefined) throw Object.assign(new Error(relative), { code: 'EOPNOTSUPP' });
    return text;
  }
}

const collect = (files: Readonly<Record<string, string>>) =>
  pressure.create(fixtureHost('small-vm', (root) => new PressureTree(root, files)))();

describe('pressure', () => {
  test('when the kernel accounts for interrupts - then only the time in which all stood still is shown', async () => {
    const families = await collect({
      'pressure/irq': 'full avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\n',
    });
    expect(families.map(({ name, samples }) => [name, samples[0]?.value])).toEqual([
      ['node_pressure_irq_stalled_seconds_total', 1.5],
    ]);
  });

  test('when the kernel has it switched off - then there is no data, which is no failure', async () => {
    expect(() => collect({})).toThrow(expect.objectContaining({ code: 'EXPORTER_NO_DATA' }));
  });
});
