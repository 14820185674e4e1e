import { poll } from '@lab/engine-clients';
import type { Step } from '../step.ts';

/** The far end of the Watchdog: what nobody is told of was not worth firing. */
export const heartbeat: Step = {
  name: 'Watchdog has arrived at the pager',
  async run({ engines, patienceMs }) {
    const { last_heartbeat_at } = await poll(
      async () => {
        const state = await engines.pager.heartbeat();
        return state.last_heartbeat_at === null || state.dead_mans_switch ? undefined : state;
      },
      {
        timeoutMs: patienceMs,
        intervalMs: 500,
        waitingFor: 'the pager to hear the Watchdog from the Alertmanager',
      },
    );
    return `heard at ${last_heartbeat_at}`;
  },
};
