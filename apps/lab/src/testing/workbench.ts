/** A learner's folder, and settings of a lab that is somewhere else than all others. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchText, poll } from '@lab/engine-clients';
import { freeOffset } from '@lab/test-telemetry/free-offset';
import type { Settings } from '../settings.ts';
import { runningWorkbench, startWorkbench } from '../workbench/lifecycle.ts';
import type { WorkbenchPlan } from '../workbench/plan.ts';
import { ownSettings } from './own-settings.ts';
import { tempDir } from './temp-dir.ts';

/** For a machine that does much else. */
const LIMIT_MS = 60_000;

/** Answers with a word, and with what its environment says. */
export const service = (word: string): string =>
  `import { createServer } from 'node:http';
createServer((request, response) => response.end(request.url === '/env' ? JSON.stringify(process.env) : '${word}'))
  .listen(Number(process.env.PORT), process.env.HOST);
console.log('${word} is up');
`;

export interface WorkbenchUnderTest {
  readonly settings: Settings;
  readonly folder: string;
  write(path: string, text: string): void;
  start(plan: Partial<WorkbenchPlan>, fresh?: boolean): ReturnType<typeof startWorkbench>;
  /** Polls an address until it answers as wanted. */
  says(url: string, wanted: (text: string) => boolean): Promise<string>;
}

/** @param env further settings; the process that owns the workbench has them too, as it has those of `./lab` */
export async function workbenchUnderTest(
  env: Readonly<Record<string, string>> = {},
): Promise<WorkbenchUnderTest> {
  const folder = join(tempDir(), 'the learner');
  const settings = ownSettings({ LAB_PORT_OFFSET: String(await freeOffset()), ...env });
  return {
    settings,
    folder,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    start: (plan, fresh = true) =>
      startWorkbench(
        { labId: '90-test', folder, route: 'native', services: [], engines: {}, ...plan },
        settings,
        'the admin token',
        { fresh },
      ),
    says: (url, wanted) =>
      poll(
        async () => {
          const text = await fetchText(url);
          return wanted(text) ? text : undefined;
        },
        { timeoutMs: LIMIT_MS, waitingFor: `${url}, now ${JSON.stringify(runningWorkbench(settings))}` },
      ),
  };
}
