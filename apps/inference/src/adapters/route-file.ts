import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@lab/instrumentation';
import Value from 'typebox/value';
import type { RouteMemory } from '../domain/model-registry.ts';
import { ModelRoute } from '../domain/route.ts';

/** Routes in a JSON file, replaced whole so that a crash leaves the old or the new one. Undefined forgets. */
export function routeFile(path: string | undefined, logger: Logger): RouteMemory {
  if (path === undefined) return { read: async () => ({}), write: async () => {} };
  return {
    async read() {
      try {
        const routes = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
        return Object.fromEntries(
          Object.entries(routes).filter((entry): entry is [string, ModelRoute] =>
            Value.Check(ModelRoute, entry[1]),
          ),
        );
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          logger.warn(
            { error, event_type: 'route_file_unreadable' },
            'remembered routes cannot be read, starting without',
          );
        }
        return {};
      }
    },
    async write(routes) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.new`, `${JSON.stringify(routes, null, 2)}\n`);
        await rename(`${path}.new`, path);
      } catch (error) {
        // The route is in force all the same; only its memory over a restart is lost.
        logger.error({ error, event_type: 'route_file_unwritable' }, 'route could not be remembered');
      }
    },
  };
}
