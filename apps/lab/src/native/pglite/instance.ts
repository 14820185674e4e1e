/** One database, in a thread: says "listening" to its parent, and ends when that says "close". */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { listen } from './listen.ts';

export interface InstanceOptions {
  readonly port: number;
  readonly dataDir: string;
  /** An empty database, made once per user, that first starts copy. */
  readonly templateDir: string;
}

const { port, dataDir, templateDir } = workerData as InstanceOptions;

if (!existsSync(templateDir)) {
  await makeWhole(templateDir, async (folder) => {
    const fresh = await PGlite.create(folder);
    await fresh.close();
  });
}
if (!existsSync(dataDir))
  await makeWhole(dataDir, async (folder) => cpSync(templateDir, folder, { recursive: true }));
const database = await PGlite.create(dataDir);
const server = await listen(database, '127.0.0.1', port);

parentPort?.once('message', async () => {
  server.close();
  // Closing checkpoints: the next start has nothing to recover.
  await database.close();
  process.exit(0);
});
parentPort?.postMessage('listening');

/** A start that is broken off must not leave half a database: a folder gets its real name when it is whole. */
async function makeWhole(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const unfinished = `${folder}.${process.pid}-${port}`;
  mkdirSync(dirname(folder), { recursive: true });
  rmSync(unfinished, { recursive: true, force: true });
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Two first starts at once: the other one was quicker, and its folder is as good.
    if (!existsSync(folder)) throw error;
  }
}
