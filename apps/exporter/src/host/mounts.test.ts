import { describe, expect, test } from 'vitest';
import { parseMount } from './mounts.ts';

const line = (mountPoint: string, options = 'rw,relatime', superOptions = 'rw') =>
  `27 1 254:0 / ${mountPoint} ${options} shared:1 master:2 - ext4 /dev/sda1 ${superOptions}`;

describe('parseMount', () => {
  test('when the root of the machine is mounted below a prefix - then mount points lose it', () => {
    const mountPoints = ['/host', '/host/data', '/hostile'].map(
      (path) => parseMount(line(path), '/host').mountPoint,
    );
    expect(mountPoints).toEqual(['/', '/data', '/hostile']);
  });

  test('when a mount point holds blanks and backslashes - then their octal numbers are undone', () => {
    expect(parseMount(line('/my\\040disk\\134x'), '/')).toEqual({
      device: '/dev/sda1',
      major: '254',
      minor: '0',
      mountPoint: '/my disk\\x',
      type: 'ext4',
      readonly: false,
    });
  });

  test.each([
    ['rw,errors=remount-ro', 'rw', false],
    ['ro,relatime', 'rw', true],
    ['rw', 'rw,ro', true],
    ['rw', 'emergency_ro', true],
  ])(
    'when the options are %s and those of the filesystem %s - then read-only is %s',
    (options, superOptions, expected) => {
      expect(parseMount(line('/', options, superOptions), '/').readonly).toBe(expected);
    },
  );

  test.each([
    '',
    '27 1 254:0 / / rw',
    '27 1 254 / / rw - ext4 /dev/sda1 rw',
    '27 1 254:0 / / rw - ext4 /dev/sda1',
  ])('when the line is "%s" - then it is refused', (damaged) => {
    expect(() => parseMount(damaged, '/')).toThrow(
      expect.objectContaining({ code: 'EXPORTER_PARSE_FAILED' }),
    );
  });
});
