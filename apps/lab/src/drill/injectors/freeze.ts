import { TRACE_STORE } from '@lab/catalogue/faults';
import { compose } from '../../docker/compose.ts';
import { LabError } from '../../errors.ts';
import { labStatus } from '../../lab-route.ts';
import { hasComponent, type LabUnderDrill } from '../lab-under-drill.ts';
import type { Injector, Of } from './injector.ts';

/**
 * Stops a process in its tracks: SIGSTOP, or `docker compose pause`. Its connections stay open and nothing answers, which
 * is what a hung disk or a stalled machine looks like from outside.
 */
export function freeze({ component }: Of<'freeze'>, lab: LabUnderDrill): Injector {
  const { settings, status } = lab;
  const name = component === TRACE_STORE ? (hasComponent(lab, 'tempo') ? 'tempo' : 'jaeger') : component;
  return status.route === 'docker' ? paused(name, settings) : stopped(name, settings);
}

function stopped(component: string, settings: LabUnderDrill['settings']): Injector {
  let frozen: number | undefined;
  return {
    async inject() {
      const status = await labStatus(settings);
      const pid = status?.components.find(({ name }) => name === component)?.pid;
      if (pid === undefined) throw new LabError('NOT_RUNNING', `${component} does not run`, './lab status');
      process.kill(pid, 'SIGSTOP');
      frozen = pid;
    },
    async rollBack() {
      if (frozen === undefined) return;
      try {
        process.kill(frozen, 'SIGCONT');
      } catch (error) {
        // Somebody ended it meanwhile: then there is nothing to continue.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
      frozen = undefined;
    },
  };
}

function paused(component: string, settings: LabUnderDrill['settings']): Injector {
  const run = async (verb: 'pause' | 'unpause'): Promise<void> => {
    const { ok, stderr } = await compose(settings, [verb, component]);
    if (!ok)
      throw new LabError('DOCKER_FAILED', `docker compose ${verb} ${component}: ${stderr}`, './lab status');
  };
  let frozen = false;
  return {
    async inject() {
      await run('pause');
      frozen = true;
    },
    async rollBack() {
      if (frozen) await run('unpause');
      frozen = false;
    },
  };
}
