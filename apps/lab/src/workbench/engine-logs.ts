import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { followCompose } from '../docker/compose.ts';
import type { Settings } from '../settings.ts';
import { workbenchLog } from './paths.ts';
import { enginesOf, type WorkbenchPlan } from './plan.ts';

const PAUSE_MS = 1000;

/**
 * Writes what the engines say to the learner's `logs/<engine>.log` where they are containers, whose lines Docker keeps to
 * itself. Following ends with a container, and begins again with the next.
 * @returns when it has been aborted, and nothing is written any more
 */
export async function followEngineLogs(
  plan: WorkbenchPlan,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    enginesOf(plan).map(async ([engine]) => {
      const file = workbenchLog(plan.folder, engine);
      let since: readonly string[] = [];
      while (!signal.aborted) {
        // Each time, for a learner may tidy up.
        mkdirSync(dirname(file), { recursive: true });
        await followCompose(
          settings,
          [
            '--profile',
            'workbench',
            'logs',
            '--follow',
            '--no-log-prefix',
            '--no-color',
            ...since,
            `workbench-${engine}`,
          ],
          { file, signal },
        );
        since = ['--since', new Date().toISOString()];
        await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }),
  );
}
