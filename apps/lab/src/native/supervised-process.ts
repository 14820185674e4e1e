import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import type { ComponentSnapshot, ComponentState } from './lab-state.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { identify, type ProcessIdentity, signalGroup } from './process-identity.ts';
import { probe } from './readiness.ts';

export interface RestartPolicy {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A process that lived this long starts over with the first pause. */
  readonly forgiveAfterMs: number;
}

export const RESTART_POLICY: RestartPolicy = {
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  forgiveAfterMs: 30_000,
};

const PROBE_WHILE_STARTING_MS = 150;
const PROBE_WHILE_READY_MS = 3000;
const GROUP_POLL_MS = 20;

/**
 * One process that stays up: started, watched, started again with growing pauses when it ends, and stopped with all
 * its descendants (it leads a process group of its own).
 */
export class SupervisedProcess {
  readonly definition: ProcessDefinition;
  readonly #onChange: () => void;
  readonly #policy: RestartPolicy;
  #child: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;
  #state: ComponentState = 'starting';
  #detail: string | undefined;
  #startedAt: Date | undefined;
  #readyAfterMs: number | undefined;
  #restarts = 0;
  #pauseMs: number;
  #restartTimer: NodeJS.Timeout | undefined;
  #probeAbort: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopping = false;
  #stopNote: string | undefined;

  constructor(definition: ProcessDefinition, onChange: () => void, policy: RestartPolicy = RESTART_POLICY) {
    this.definition = definition;
    this.#onChange = onChange;
    this.#policy = policy;
    this.#pauseMs = policy.firstPauseMs;
  }

  async start(): Promise<void> {
    if (this.#stopping) return;
    this.#become('starting');
    try {
      await this.definition.prepare?.();
    } catch (error) {
      this.#scheduleRestart(`cannot prepare: ${messageOf(error)}`);
      return;
    }
    if (!this.#stopping) this.#spawn();
  }

  /** Asks the process to end, and after its grace makes it. Resolves when nothing of its group is left. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    this.#probeAbort?.abort();
    const pid = this.#child?.pid;
    if (pid !== undefined) {
      this.#become('stopping');
      const startedAt = performance.now();
      const killed = await endGroup(pid, this.definition.stopGraceMs);
      await this.#ended;
      const tookMs = Math.round(performance.now() - startedAt);
      this.#stopNote = killed ? `killed after ${tookMs} ms` : `ended after ${tookMs} ms`;
    }
    this.#become('stopped', this.#stopNote);
  }

  snapshot(): ComponentSnapshot {
    const { name, kind, version, ports, readiness, stdout, stderr } = this.definition;
    return {
      name,
      kind,
      version,
      state: this.#state,
      ...(this.#detail === undefined ? {} : { detail: this.#detail }),
      ...(this.#identity === undefined ? {} : { process: this.#identity }),
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt.toISOString() }),
      ...(this.#readyAfterMs === undefined ? {} : { readyAfterMs: this.#readyAfterMs }),
      restarts: this.#restarts,
      ports,
      readiness,
      logs: stdout === stderr ? [stdout] : [stdout, stderr],
    };
  }

  #spawn(): void {
    const { command, args, cwd, env, stdout, stderr } = this.definition;
    // The files themselves, not pipes through us: the output of a process must outlive its supervisor.
    const out = openSync(stdout, 'a');
    const err = stderr === stdout ? out : openSync(stderr, 'a');
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', out, err] });
    closeSync(out);
    if (err !== out) closeSync(err);

    this.#child = child;
    this.#startedAt = new Date();
    this.#readyAfterMs = undefined;
    this.#identity = child.pid === undefined ? undefined : identify(child.pid);
    this.#ended = new Promise((resolve) => {
      // 'exit' does not follow an 'error' of spawning, and an 'error' may follow neither.
      child.once('error', (error) => {
        if (child.pid === undefined) this.#onEnd(error.message);
        resolve();
      });
      child.once('exit', (code, signal) => {
        if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
        this.#onEnd(signal === null ? `exited with code ${code}` : `ended by ${signal}`);
        resolve();
      });
    });
    this.#onChange();
    void this.#watchReadiness();
  }

  #onEnd(reason: string): void {
    this.#probeAbort?.abort();
    this.#child = undefined;
    this.#identity = undefined;
    if (this.#stopping) return;
    if (Date.now() - (this.#startedAt?.getTime() ?? 0) > this.#policy.forgiveAfterMs)
      this.#pauseMs = this.#policy.firstPauseMs;
    this.#scheduleRestart(reason);
  }

  #scheduleRestart(reason: string): void {
    if (this.#stopping) return;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, this.#policy.longestPauseMs);
    this.#become('waiting', `${reason}; starts again in ${pauseMs / 1000} s`);
    this.#restartTimer = setTimeout(() => {
      this.#restarts += 1;
      void this.start();
    }, pauseMs);
  }

  async #watchReadiness(): Promise<void> {
    const abort = new AbortController();
    this.#probeAbort = abort;
    let pauseMs = PROBE_WHILE_STARTING_MS;
    while (!abort.signal.aborted) {
      await delay(pauseMs, undefined, { signal: abort.signal }).catch(() => undefined);
      if (abort.signal.aborted) return;
      const reason = await probe(this.definition.readiness);
      if (abort.signal.aborted) return;
      if (reason === undefined) {
        this.#readyAfterMs ??= Date.now() - (this.#startedAt?.getTime() ?? Date.now());
        pauseMs = PROBE_WHILE_READY_MS;
        this.#become('ready');
      } else {
        pauseMs = PROBE_WHILE_STARTING_MS;
        this.#become(this.#readyAfterMs === undefined ? 'starting' : 'not ready', reason);
      }
    }
  }

  #become(state: ComponentState, detail?: string): void {
    if (this.#state === state && this.#detail === detail) return;
    this.#state = state;
    this.#detail = detail;
    this.#onChange();
  }
}

/**
 * SIGTERM to a process group, SIGKILL after the grace; resolves when its leader is gone and the rest has been killed.
 * @param graceMs 0 kills at once
 * @returns whether it had to be killed
 */
export async function endGroup(pid: number, graceMs: number): Promise<boolean> {
  const deadline = performance.now() + graceMs;
  signalGroup(pid, graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  let killed = graceMs === 0;
  while (signalGroup(pid, 0) && identify(pid) !== undefined) {
    if (!killed && performance.now() > deadline) {
      killed = true;
      signalGroup(pid, 'SIGKILL');
    }
    await delay(GROUP_POLL_MS);
  }
  // The leader is gone; whoever it left behind in the group goes with it.
  signalGroup(pid, 'SIGKILL');
  return killed;
}
