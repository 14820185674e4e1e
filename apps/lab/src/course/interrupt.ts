import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs with a signal that ctrl-C aborts, so that a command can put away what it has begun.
 * @param left what a person finds after it, and how to go on: `./lab check 1 looks again`
 * @throws LabError that says so, whatever the abort has made of `run`
 */
export async function interruptible<Answer>(
  run: (signal: AbortSignal) => Promise<Answer>,
  left: string,
): Promise<Answer> {
  const controller = new AbortController();
  const onSignal = (): void => controller.abort();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await run(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    throw new LabError('INTERRUPTED', `interrupted: ${left}`, undefined, EXIT.interrupted);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
