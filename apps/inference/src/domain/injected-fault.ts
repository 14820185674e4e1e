import { setTimeout as delay } from 'node:timers/promises';
import { InjectedFault } from '../errors.ts';

export const FAULT_HEADER = 'x-lab-fault';
const MAX_DELAY_MS = 10_000;

/**
 * Faults that the traffic scenarios ask for: `x-lab-fault: latency=300` waits, `error` fails.
 * Honoured only where FAULT_INJECTION is on, which production leaves off.
 */
export async function injectFault(header: string): Promise<void> {
  const [kind, value] = header.split('=');
  if (kind === 'error') throw new InjectedFault(500);
  if (kind === 'latency') await delay(Math.min(Number(value) || 0, MAX_DELAY_MS));
}
