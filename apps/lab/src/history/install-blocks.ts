import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the staging folder. */
export const BLOCKS = 'blocks';

/**
 * Blocks are made beside the database and put into it when all of them are whole: Prometheus looks at its folder once a
 * minute and must never see half a block. Whoever is interrupted on the way goes on the next time.
 */
export class BlockStaging {
  readonly folder: string;
  /** The folder of the blocks in it. */
  readonly blocks: string;
  readonly #complete: string;

  /** @param folder on the same file system as the database, where blocks are to be moved */
  constructor(folder: string) {
    this.folder = folder;
    this.blocks = join(folder, BLOCKS);
    this.#complete = join(folder, 'complete');
  }

  /** Whether blocks wait that an earlier run has finished making. */
  get isComplete(): boolean {
    return existsSync(this.#complete);
  }

  /** Empties the staging of what an interrupted run has left. */
  begin(): void {
    this.discard();
    mkdirSync(this.folder, { recursive: true });
  }

  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  markComplete(): void {
    writeFileSync(this.#complete, '');
  }
}

/** Moves every block from one folder to another of the same file system. */
export function moveBlocks(from: string, to: string): void {
  for (const name of readdirSync(from)) renameSync(join(from, name), join(to, name));
}
