import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** An attribute of sysfs is at most one page (Documentation/filesystems/sysfs.rst), 64 KiB on some ARM machines. */
const LARGEST_PAGE_BYTES = 65_536;

/** One for all reads: they are synchronous, and their bytes are copied into a string before the next one starts. */
let scratch = Buffer.allocUnsafeSlow(2 * LARGEST_PAGE_BYTES);

/**
 * Files below a prefix: `/proc` itself, the host's `/proc` mounted into a container, or a fixture.
 *
 * Reads are synchronous: the kernel answers for most of these files from memory in microseconds, less than a trip
 * through the thread pool costs. Files behind which a device is asked (a sensor on a slow bus) have `readAttribute`.
 */
export class FileTree {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root); // mount points lose this prefix, so it must not end in a slash
  }

  path(relative: string): string {
    return join(this.root, relative);
  }

  /** A whole file of /proc. The kernel hands it out in pieces of its own choice, so only 0 bytes are the end. */
  text(relative: string): string {
    return this.#text(relative, (descriptor) => {
      let length = 0;
      for (;;) {
        const count = readSync(descriptor, scratch, length, scratch.length - length, null);
        if (count === 0) return length;
        length += count;
        if (length === scratch.length) scratch = Buffer.concat([scratch], 2 * scratch.length);
      }
    });
  }

  /** Undefined where this kernel has no such file, or has it switched off (EOPNOTSUPP: `psi=0`). */
  textIfPresent(relative: string): string | undefined {
    return unless(ABSENT, () => this.text(relative));
  }

  /** The same where the file may also end while it is read, or belong to somebody else. */
  textIfReadable(relative: string): string | undefined {
    return unless(UNREADABLE, () => this.text(relative));
  }

  /** One value of sysfs, which comes whole in one read, without its line end. */
  attribute(relative: string): string {
    return this.#text(relative, (descriptor) =>
      readSync(descriptor, scratch, 0, LARGEST_PAGE_BYTES, null),
    ).trim();
  }

  /** Undefined where the device does not have the attribute, or does not let it be read in its present state. */
  attributeIfReadable(relative: string): string | undefined {
    return unless(UNREADABLE, () => this.attribute(relative));
  }

  /** The same for an attribute behind which a device may take its time, without holding up everybody else. */
  async readAttribute(relative: string): Promise<string | undefined> {
    try {
      return (await this.read(relative)).trim();
    } catch (error) {
      if (UNREADABLE.has(codeOf(error))) return undefined;
      throw error;
    }
  }

  has(relative: string): boolean {
    return existsSync(this.path(relative));
  }

  /** The entries of a folder by name. */
  names(relative: string): string[] {
    return readdirSync(this.path(relative)).sort();
  }

  /** None where this kernel has no such folder. */
  namesIfPresent(relative: string): string[] {
    return unless(ABSENT, () => this.names(relative)) ?? [];
  }

  /** The folders in a folder by name, links left out; none where this kernel has no such folder. */
  foldersIfPresent(relative: string): string[] {
    const entries = unless(ABSENT, () => readdirSync(this.path(relative), { withFileTypes: true })) ?? [];
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  /** Where a symbolic link of this tree ends, which may be outside of it. */
  target(relative: string): string | undefined {
    return unless(ABSENT, () => realpathSync(this.path(relative)));
  }

  read(relative: string): Promise<string> {
    return readFile(this.path(relative), 'utf8');
  }

  async readIfPresent(relative: string): Promise<string | undefined> {
    try {
      return await this.read(relative);
    } catch (error) {
      if (ABSENT.has(codeOf(error))) return undefined;
      throw error;
    }
  }

  #text(relative: string, fill: (descriptor: number) => number): string {
    const descriptor = openSync(`${this.root}/${relative}`, 'r');
    try {
      const length = fill(descriptor);
      return scratch.toString('utf8', 0, length);
    } finally {
      closeSync(descriptor);
    }
  }
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EOPNOTSUPP', 'ENOTSUP']);
/** Drivers say EINVAL, ENODEV, ENXIO, EIO or EAGAIN for what they cannot tell right now: the speed of a link that is down. */
const UNREADABLE: ReadonlySet<string> = new Set([
  ...ABSENT,
  ...['EACCES', 'EPERM', 'EINVAL', 'ENODEV', 'ENXIO', 'ENODATA', 'EIO', 'EAGAIN'],
]);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

function unless<Result>(codes: ReadonlySet<string>, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (codes.has(codeOf(error))) return undefined;
    throw error;
  }
}
