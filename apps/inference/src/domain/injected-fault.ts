import { setTimeout as delay } from 'node:timers/promises';
import { injectedFault } from '@lab/service/faults';

export const FAULT_HEADER = 'x-lab-fault';
const MAX_DELAY_MS = 10_000;
const DEFAULT_STATUS = 500;

/**
 * Faults that the traffic scenarios ask for: `x-lab-fault: latency=300` waits so many milliseconds, `error` fails with
 * 500, `error=503` with that status. Honoured only where FAULT_INJECTION is on, which production leaves off.
 */
export async function injectFault(header: string): Promise<void> {
  const [kind, value] = header.split('=');
  if (kind === 'error') throw injectedFault(statusOf(value));
  if (kind === 'latency') await delay(Math.min(Math.max(Number(value) || 0, 0), MAX_DELAY_MS));
}

function statusOf(value: string | undefined): number {
  const status = Number(value);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : DEFAULT_STATUS;
}
