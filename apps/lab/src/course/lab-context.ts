import { Draws, type Lab, type LabContext } from '@lab/course/lab';
import { type LabProgress, learnerFiles } from '@lab/course/lab/runner';
import { AlertmanagerApi, PrometheusApi } from '@lab/engine-clients';
import type { Settings } from '../settings.ts';
import { workbenchEndpoints } from '../workbench/endpoints.ts';
import { learnerSeed } from './learner-seed.ts';
import { placesOf } from './places.ts';
import type { RunningLab } from './running-lab.ts';
import { courseState } from './state.ts';
import { runScript, runTool } from './tools.ts';

/** What a lab is given to prepare, check, solve and clean up with. */
export function labContext(
  lab: Lab,
  settings: Settings,
  running: RunningLab,
  progress: Pick<LabProgress, 'started_at' | 'starts'>,
  signal: AbortSignal,
): LabContext {
  const { id, folder } = placesOf(lab, settings);
  const { engines, status, adminToken, pagerToken } = running;
  const workbench = workbenchEndpoints(settings);
  const place = { settings, route: status.route, folder };
  return {
    timing: settings.knobs.LAB_TIMING === 'drill' ? 'drill' : 'production',
    endpoints: engines.endpoints,
    engines,
    adminAuthorization: `Bearer ${adminToken}`,
    pagerToken,
    workbench,
    workbenchEngines: {
      prometheus: new PrometheusApi(workbench.prometheus),
      alertmanager: new AlertmanagerApi(workbench.alertmanager),
    },
    files: learnerFiles(folder),
    // A new start is a new draw: answers of the last one, in the attic, are of no use.
    draws: new Draws(learnerSeed(courseState(settings)), `${id}\n${progress.starts}`),
    tool: (name, ...args) => runTool(place, name, args),
    runScript: (file, ...args) => runScript(place, file, args),
    startedAt: Date.parse(progress.started_at),
    signal,
  };
}
