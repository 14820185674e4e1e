import { describe, expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';
import type { FilesystemSize } from './host.ts';
import { MountProbe } from './mount-probe.ts';

const SIZE: FilesystemSize = { bsize: 1, blocks: 2, bfree: 1, bavail: 1, files: 1, ffree: 1 };

/** Mounts whose name begins with `/dead` answer only when they are revived. */
function probeWithDeadMounts() {
  const asked: string[] = [];
  const revivals: (() => void)[] = [];
  const probe = new MountProbe(
    {
      rootfs: new FileTree('/host'),
      statfs: async (path) => {
        asked.push(path);
        if (path.startsWith('/host/dead')) await new Promise<void>((resolve) => revivals.push(resolve));
        return SIZE;
      },
    },
    20,
  );
  return { probe, asked, revive: () => revivals.map((resolve) => resolve()) };
}

describe('MountProbe', () => {
  test('when a mount answers - then it is asked below the root of the machine', async () => {
    const { probe, asked } = probeWithDeadMounts();
    expect(await probe.ask('/data')).toEqual(SIZE);
    expect(asked).toEqual(['/host/data']);
  });

  test('when a mount hangs - then it is given up, and not asked a second time', async () => {
    const { probe, asked } = probeWithDeadMounts();
    expect(await probe.ask('/dead')).toBe('mountpoint timeout');
    expect(await probe.ask('/dead')).toBe('mountpoint timeout');
    expect(asked).toEqual(['/host/dead']);
  });

  test('when two mounts hang - then no third thread is risked', async () => {
    const { probe, asked } = probeWithDeadMounts();
    await probe.ask('/dead1');
    await probe.ask('/dead2');
    expect(await probe.ask('/data')).toBe('other mountpoints hang');
    expect(asked).not.toContain('/host/data');
  });

  test('when a hanging mount comes back - then it is asked again', async () => {
    const { probe, revive } = probeWithDeadMounts();
    await probe.ask('/dead1');
    await probe.ask('/dead2');
    revive();
    await expect.poll(() => probe.ask('/data')).toEqual(SIZE);
  });
});
