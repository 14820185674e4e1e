import { appendFileSync } from 'node:fs';
import { AlertmanagerApi, PrometheusApi } from '@lab/engine-clients';
import { messageOf } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { workbenchEndpoints } from './endpoints.ts';
import { workbenchLog } from './paths.ts';
import { enginesOf, type WorkbenchEngine, type WorkbenchPlan } from './plan.ts';

/** Restarts an engine that cannot read its file again while it runs. */
export type Restart = (engine: WorkbenchEngine) => Promise<void>;

/**
 * Lets the engines read their files again. One that refuses keeps what it had, and says why in its log, where the
 * learner looks. One that does not answer is starting, and reads the new file then.
 */
export async function reloadEngines(
  plan: WorkbenchPlan,
  settings: Settings,
  restart: Restart,
): Promise<void> {
  const { prometheus, alertmanager } = workbenchEndpoints(settings);
  for (const [engine] of enginesOf(plan)) {
    const say = (text: string): void =>
      appendFileSync(workbenchLog(plan.folder, engine), `workbench: ${text}\n`);
    try {
      if (engine === 'collector') {
        await restart(engine);
        say('restarted with the changed configuration');
        continue;
      }
      const api = engine === 'prometheus' ? new PrometheusApi(prometheus) : new AlertmanagerApi(alertmanager);
      const refused = await api.reload();
      say(refused === undefined ? 'read the changed configuration' : `refused the configuration: ${refused}`);
    } catch (error) {
      say(`could not be told of the change: ${messageOf(error)}`);
    }
  }
}
