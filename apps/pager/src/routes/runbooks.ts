import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { RunbookNotFound } from '../errors.ts';
import type { TypedApp } from './schemas.ts';

/**
 * GET /docs/runbooks/{AlertName}.md: the page that an alert's `runbook_url` names, so that the link in a notification
 * leads somewhere also where no documentation site runs.
 */
export function runbookRoute(app: TypedApp, folder: string): void {
  app.get(
    '/docs/runbooks/:page',
    {
      schema: {
        summary: 'The runbook of an alert, as Markdown',
        // No dot but the one of the ending, and no slash: nothing outside the folder has such a name.
        params: Type.Object({ page: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}\\.md$' }) }),
      },
    },
    async ({ params: { page } }, reply) => {
      const text = await readFile(join(folder, page), 'utf8').catch(() => {
        throw new RunbookNotFound(page);
      });
      return reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(text);
    },
  );
}
