import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { portsOf } from '../domain/ports.ts';
import type { SiteSettings } from '../settings.ts';

/** What only the running lab knows, for the pages: where it is, and how far the learner has come. */
export function labRoutes(
  app: FastifyInstance,
  { LAB_TIMING, LAB_PORTS, PROGRESS_FILE }: SiteSettings,
): void {
  const config = { ownRequestLine: true };
  const facts = { timing: LAB_TIMING, ports: portsOf(LAB_PORTS) };

  app.get('/lab.json', { config }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(facts),
  );

  app.get('/progress.json', { config }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const text = PROGRESS_FILE === undefined ? undefined : await readIfThere(PROGRESS_FILE);
    // Nobody has started a lab yet: that is no error.
    if (text === undefined) return reply.code(204).send();
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
