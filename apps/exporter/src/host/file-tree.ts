import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Files below a prefix: `/proc` itself, the host's `/proc` mounted into a container, or a fixture. */
export class FileTree {
  readonly root: string;

  constructor(root: string) {
    this.root = resolve(root); // mount points lose this prefix, so it must not end in a slash
  }

  path(relative: string): string {
    return join(this.root, relative);
  }

  read(relative: string): Promise<string> {
    return readFile(this.path(relative), 'utf8');
  }

  /** Undefined where this kernel has no such file, or has it switched off (EOPNOTSUPP: `psi=0`). */
  async readIfPresent(relative: string): Promise<string | undefined> {
    try {
      return await this.read(relative);
    } catch (error) {
      if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  }
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'EOPNOTSUPP']);
