import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { compose } from './compose.ts';
import { detectDocker } from './detect.ts';
import { missingImages, pullImages } from './images.ts';

const UP_LIMIT_MS = 20 * 60_000;
const WAIT_SECONDS = 300;
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
  const before = await compose(settings, ['ps', '--quiet']);
  const wasRunning = before.stdout.trim() !== '';
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const started = await compose(
      settings,
      ['up', '--detach', '--build', '--wait', '--wait-timeout', String(WAIT_SECONDS)],
      { timeoutMs: UP_LIMIT_MS, show: !output.json, signal: interrupt.signal },
    );
    if (interrupt.signal.aborted) {
      if (!wasRunning) await compose(settings, ['down', '--remove-orphans'], { show: !output.json });
      throw new LabError('INTERRUPTED', 'interrupted', 'nothing that was started is left', EXIT.interrupted);
    }
    if (!started.ok)
      throw new LabError(
        'COMPOSE_FAILED',
        `docker compose up failed: ${started.stderr.trim().split('\n').at(-1) ?? ''}`,
        './lab logs shows what the containers said; ./lab up --no-docker runs without Docker',
      );
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
