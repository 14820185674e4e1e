import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Builder } from '../adapters/builder.ts';
import { filesOf } from '../domain/file-of.ts';
import { buildingPage } from '../page/building-page.ts';

/**
 * Nothing of the site comes from elsewhere, and nothing else may. VitePress and mermaid write styles and scripts inline, and
 * VitePress makes the functions of its configuration anew from their text.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file with a hash in its name never changes. */
const HASHED = /^assets\/.+\.[\w-]{8}\.\w+$/;
const YEAR_MS = 365 * 24 * 3600 * 1000;

interface PageOptions {
  readonly folder: string;
  readonly builder: Builder;
}

/** The built site; a page that says so while there is none yet. */
export async function pageRoutes(app: FastifyInstance, { folder, builder }: PageOptions): Promise<void> {
  await app.register(fastifyStatic, { root: resolve(folder), serve: false, cacheControl: false });

  app.get('/*', { config: { ownRequestLine: true } }, async (request, reply) => {
    reply
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer');
    const path = (request.params as { '*': string })['*'];
    const file = await firstFile(folder, filesOf(path));
    if (file !== undefined) {
      const cached = HASHED.test(file) ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache';
      return reply.header('cache-control', cached).sendFile(file);
    }
    if (!builder.hasSite)
      return reply
        .code(builder.isBuilding ? 202 : 503)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('retry-after', '3')
        .send(buildingPage({ building: builder.isBuilding, problem: builder.problem }));
    return reply.code(404).header('cache-control', 'no-cache').sendFile('404.html');
  });
}

async function firstFile(folder: string, files: readonly string[]): Promise<string | undefined> {
  const root = resolve(folder);
  for (const file of files) {
    const path = join(root, file);
    if (!path.startsWith(root + sep)) continue;
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return file;
  }
  return undefined;
}
