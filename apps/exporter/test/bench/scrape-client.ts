import { Agent, get } from 'node:http';
import type { Child } from '../parity/child.ts';

/** One connection that stays open, as Prometheus has it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @returns milliseconds from the request to the last byte */
export function timedScrape({ port }: Child): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get({ port, path: '/metrics', agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(performance.now() - start)).once('error', reject);
    }).once('error', reject);
  });
}

export const closeConnections = (): void => agent.destroy();
