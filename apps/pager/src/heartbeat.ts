import { alertLinks, type LinkBases } from '@lab/catalogue/routing';
import type { Logger } from '@lab/instrumentation';
import type { DeadMansSwitch, Transition } from './domain/dead-mans-switch.ts';
import type { Received } from './domain/notification.ts';
import type { Inbox } from './inbox.ts';

export const DEAD_MANS_SWITCH = 'DeadMansSwitch';
/** As late as this the silence is noticed, at most. */
const CHECK_EVERY_MS = 1000;

interface HeartbeatOptions {
  readonly deadMansSwitch: DeadMansSwitch;
  readonly inbox: Inbox;
  readonly logger: Logger;
  readonly bases: LinkBases;
  readonly now: () => number;
}

/** Listens to the Watchdog, and tells in the inbox, in a line and in a metric when it falls silent and returns. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(): void {
    const { deadMansSwitch, now, logger } = this.#options;
    this.#timer = setInterval(
      () => {
        this.#tell(deadMansSwitch.check(now())).catch((error: unknown) => {
          logger.error(
            { error, event_type: 'dead_mans_switch_untold' },
            "dead man's switch not in the inbox",
          );
        });
      },
      Math.min(deadMansSwitch.timeoutMs / 4, CHECK_EVERY_MS),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  beat(): Promise<void> {
    return this.#tell(this.#options.deadMansSwitch.beat(this.#options.now()));
  }

  watchdogResolved(): Promise<void> {
    return this.#tell(this.#options.deadMansSwitch.watchdogResolved(this.#options.now()));
  }

  async #tell(transition: Transition | undefined): Promise<void> {
    if (transition === undefined) return;
    const { logger, inbox } = this.#options;
    const facts = {
      event_type: 'dead_mans_switch',
      state: transition.kind,
      silent_ms: transition.silentForMs,
    };
    if (transition.kind === 'raised')
      logger.error({ ...facts, reason: transition.reason }, 'the Watchdog is missing');
    else logger.info(facts, 'the Watchdog is back');
    await inbox.add(this.#entry(transition));
  }

  #entry(transition: Transition): Received {
    const { now, bases } = this.#options;
    const raised = transition.kind === 'raised';
    const status = raised ? 'firing' : 'resolved';
    const at = new Date(now()).toISOString();
    const seconds = Math.round(transition.silentForMs / 1000);
    const labels = { alertname: DEAD_MANS_SWITCH, severity: 'critical', service: 'alertmanager' };
    const annotations = {
      summary: 'Alerts do not arrive any more',
      description: raised
        ? `The Watchdog has been missing for ${seconds} s (${transition.reason}): the way from Prometheus through the Alertmanager to the pager is broken, and no other alert can arrive.`
        : `The Watchdog is back after ${seconds} s.`,
      runbook_url: 'docs/runbooks/Watchdog.md',
      dashboard_url: '/d/telemetry-pipeline',
    };
    const links = [...alertLinks(bases, { status, labels, annotations, startsAt: at, endsAt: at })];
    return {
      protocol: 'pager',
      status,
      alertname: DEAD_MANS_SWITCH,
      receiver: null,
      title: `[${raised ? 'FIRING:1' : 'RESOLVED'}] ${DEAD_MANS_SWITCH} (alertmanager)`,
      text: `${annotations.summary}\n${annotations.description}`,
      links,
      alerts: [{ fingerprint: DEAD_MANS_SWITCH, status, labels, annotations, starts_at: at, links }],
      group_key: DEAD_MANS_SWITCH,
    };
  }
}
