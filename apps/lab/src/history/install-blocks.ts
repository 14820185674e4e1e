import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Blocks are made beside the database and moved into it when all of them are whole: Prometheus looks at its folder once
 * a minute and must never see half a block. Whoever is interrupted while moving goes on the next time.
 */
export class BlockStaging {
  readonly folder: string;
  readonly #database: string;
  readonly #complete: string;

  /** @param database the folder of Prometheus's database; the staging lies beside it, on the same file system */
  constructor(database: string) {
    this.folder = `${database}-history`;
    this.#database = database;
    this.#complete = join(this.folder, 'complete');
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

  /** Moves the blocks and removes the staging. @returns how many there were */
  install(blocks: string = join(this.folder, 'blocks')): number {
    const names = readdirSync(blocks);
    for (const name of names) renameSync(join(blocks, name), join(this.#database, name));
    this.discard();
    return names.length;
  }
}
