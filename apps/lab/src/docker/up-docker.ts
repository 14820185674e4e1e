import { mkdirSync } from 'node:fs';
import { fetchText, poll } from '@lab/engine-clients';
import { courseState } from '../course/state.ts';
import { LabError, messageOf } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import type { CommandContext } from '../main.ts';
import type { Settings } from '../settings.ts';
import { compose } from './compose.ts';
import { detectDocker } from './detect.ts';
import { missingImages, pullImages } from './images.ts';

const UP_LIMIT_MS = 20 * 60_000;
const WAIT_SECONDS = 300;
const COLLECTOR_WAIT_MS = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Says why Docker cannot be used here, or undefined where it can: an engine answers, Compose is there, and every
 * image is on this machine or can be pulled (which this does).
 */
export async function dockerObstacle({ settings, output }: CommandContext): Promise<string | undefined> {
  const docker = await detectDocker();
  if (!docker.ok) return docker.reason;
  const missing = await missingImages(settings);
  const { failed } = await pullImages(missing, (image) => output.line(`pulling ${image}`));
  const [first] = failed;
  return first === undefined ? undefined : `cannot pull ${first.image}: ${first.reason}`;
}

/** Starts the lab with Compose and waits until every container is healthy. Ctrl-C takes down what was started. */
export async function upDocker({ settings, output }: CommandContext): Promise<void> {
  const show = !output.json;
  // Docker would make the folder as root, and nobody else could keep progress in it.
  mkdirSync(courseState(settings).shown, { recursive: true });
  const before = await compose(settings, ['ps', '--quiet']);
  const wasRunning = before.stdout.trim() !== '';
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await startContainers(settings, show, interrupt.signal);
    await collectorReady(settings, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    if (!wasRunning) await compose(settings, ['down', '--remove-orphans'], { show });
    throw new LabError('INTERRUPTED', 'interrupted', 'nothing that was started is left', EXIT.interrupted);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

async function startContainers(settings: Settings, show: boolean, signal: AbortSignal): Promise<void> {
  const started = await compose(
    settings,
    ['up', '--detach', '--build', '--wait', '--wait-timeout', String(WAIT_SECONDS)],
    { timeoutMs: UP_LIMIT_MS, show, signal },
  );
  if (!started.ok)
    throw new LabError(
      'COMPOSE_FAILED',
      `docker compose up failed: ${started.stderr.trim().split('\n').at(-1) ?? ''}`,
      './lab logs shows what the containers said; ./lab up --no-docker runs without Docker',
    );
}

/** Compose counts a container without a health check as healthy while it restarts for ever; so the Collector is asked. */
async function collectorReady(settings: Settings, signal: AbortSignal): Promise<void> {
  const { collectorHealth } = endpointsOf(settings);
  try {
    await poll(() => fetchText(collectorHealth), {
      timeoutMs: COLLECTOR_WAIT_MS,
      waitingFor: 'the Collector to be healthy',
      signal,
    });
  } catch (error) {
    throw new LabError('COLLECTOR_NOT_READY', messageOf(error), './lab logs collector shows what it said');
  }
}
