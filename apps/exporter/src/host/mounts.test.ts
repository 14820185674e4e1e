import { describe, expect, test } from 'vitest';
import { parseMount } from './mounts.ts';

describe('parseMount', () => {
  test('when the root of the machine is mounted below a prefix - then mount points lose it', () => {
    const mountPoints = ['/host', '/host/data', '/hostile'].map(
      (path) => parseMount(`/dev/sda1 ${path} ext4 rw 0 0`, '/host').mountPoint,
    );
    expect(mountPoints).toEqual(['/', '/data', '/hostile']);
  });

  test('when a path holds blanks and backslashes - then their octal numbers are undone', () => {
    expect(parseMount('a\\040b /my\\040disk\\134x ext4 ro,relatime 0 0', '/')).toEqual({
      device: 'a b',
      mountPoint: '/my disk\\x',
      type: 'ext4',
      readonly: true,
    });
  });

  test('when an option only contains ro - then the mount is writable', () => {
    expect(parseMount('/dev/sda1 / ext4 rw,errors=remount-ro 0 0', '/').readonly).toBe(false);
  });
});
