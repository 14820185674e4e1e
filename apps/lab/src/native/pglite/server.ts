/**
 * PGlite (PostgreSQL in WebAssembly) as a process of its own, behind the PostgreSQL protocol: a database for each service
 * that is named, each in a thread. A PGlite has one session, so in a common one a monitor that reads a window of
 * predictions would hold up the lookups of features that a prediction waits for; a PostgreSQL does both at once.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { InstanceOptions } from './instance.ts';

/** DATABASES is JSON: InstanceOptions by name of the database. */
const { DATABASES } = process.env;
if (!DATABASES) {
  process.stderr.write('DATABASES is needed\n');
  process.exit(1);
}

const startedAt = performance.now();
const instances = Object.entries(JSON.parse(DATABASES) as Record<string, InstanceOptions>).map(
  ([name, options]) => ({
    name,
    options,
    worker: new Worker(new URL('./instance.ts', import.meta.url), { name, workerData: options }),
  }),
);
for (const { name, worker } of instances) {
  worker.once('error', (error) => {
    process.stderr.write(`${new Date().toISOString()} database ${name}: ${error.stack ?? error}\n`);
    process.exit(1);
  });
}
for (const { name, options, worker } of instances) {
  await once(worker, 'message');
  process.stdout.write(
    `${new Date().toISOString()} ${name} listens on 127.0.0.1:${options.port} after ${Math.round(performance.now() - startedAt)} ms\n`,
  );
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await Promise.all(
      instances.map(async ({ worker }) => {
        worker.postMessage('close');
        await once(worker, 'exit');
      }),
    );
    process.exit(0);
  });
