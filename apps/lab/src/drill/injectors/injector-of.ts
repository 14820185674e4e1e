import type { Injection } from '@lab/catalogue/faults';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { autopilotKillSwitch } from './autopilot-kill-switch.ts';
import { crashLoop } from './crash-loop.ts';
import { freeze } from './freeze.ts';
import { gpuScenario } from './gpu-scenario.ts';
import type { Injector } from './injector.ts';
import { route } from './route.ts';
import { scenario } from './scenario.ts';
import { serviceFault } from './service-fault.ts';

export function injectorOf(injection: Injection, lab: LabUnderDrill): Injector {
  switch (injection.kind) {
    case 'service_fault':
      return serviceFault(injection, lab);
    case 'scenario':
      return scenario(injection, lab);
    case 'freeze':
      return freeze(injection, lab);
    case 'crash_loop':
      return crashLoop(injection, lab);
    case 'gpu_scenario':
      return gpuScenario(injection, lab);
    case 'route':
      return route(injection, lab);
    case 'autopilot_kill_switch':
      return autopilotKillSwitch(lab);
  }
}
