import type { Injection } from '@lab/catalogue/faults';
import { switchOf } from '@lab/chaos';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { autopilotKillSwitch } from './autopilot-kill-switch.ts';
import { brokenConfig } from './broken-config.ts';
import { crashLoop } from './crash-loop.ts';
import { freeze } from './freeze.ts';
import { gpuScenario } from './gpu-scenario.ts';
import { authorised, type Injector } from './injector.ts';
import { noTargets } from './no-targets.ts';
import { oldLines } from './old-lines.ts';
import { pushedSeries } from './pushed-series.ts';
import { refusedRequest } from './refused-request.ts';
import { spanFlood } from './span-flood.ts';

export function injectorOf(injection: Injection, lab: LabUnderDrill): Injector {
  switch (injection.kind) {
    case 'service_fault':
    case 'scenario':
      return switchOf(injection, {
        endpoints: lab.endpoints,
        adminAuthorization: authorised(lab).authorization,
      });
    case 'freeze':
      return freeze(injection, lab);
    case 'crash_loop':
      return crashLoop(injection, lab);
    case 'gpu_scenario':
      return gpuScenario(injection, lab);
    case 'refused_request':
      return refusedRequest(injection, lab);
    case 'autopilot_kill_switch':
      return autopilotKillSwitch(lab);
    case 'broken_config':
      return brokenConfig(injection, lab);
    case 'no_targets':
      return noTargets(injection, lab);
    case 'pushed_series':
      return pushedSeries(injection, lab);
    case 'span_flood':
      return spanFlood(injection, lab);
    case 'old_lines':
      return oldLines(injection, lab);
  }
}
