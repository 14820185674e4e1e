/** PGlite (PostgreSQL in WebAssembly) as a process of its own, behind the PostgreSQL protocol. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { listen } from './listen.ts';

/** DATA_DIR is the database; TEMPLATE_DIR an empty one, made once per user, that first starts copy. */
const { PORT, DATA_DIR, TEMPLATE_DIR } = process.env;
if (!PORT || !DATA_DIR || !TEMPLATE_DIR) {
  process.stderr.write('PORT, DATA_DIR and TEMPLATE_DIR are needed\n');
  process.exit(1);
}

const startedAt = performance.now();
if (!existsSync(TEMPLATE_DIR)) {
  await makeWhole(TEMPLATE_DIR, async (folder) => {
    const fresh = await PGlite.create(folder);
    await fresh.close();
  });
}
if (!existsSync(DATA_DIR))
  await makeWhole(DATA_DIR, async (folder) => cpSync(TEMPLATE_DIR, folder, { recursive: true }));
const database = await PGlite.create(DATA_DIR);
const server = await listen(database, '127.0.0.1', Number(PORT));
process.stdout.write(
  `${new Date().toISOString()} listening on 127.0.0.1:${PORT} after ${Math.round(performance.now() - startedAt)} ms\n`,
);

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    server.close();
    // Closing checkpoints: the next start has nothing to recover.
    await database.close();
    process.exit(0);
  });

/** A start that is broken off must not leave half a database: a folder gets its real name when it is whole. */
async function makeWhole(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
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
