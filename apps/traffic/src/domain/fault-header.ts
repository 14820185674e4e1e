import type { Purchase } from './purchases.ts';
import type { Scenarios } from './scenarios.ts';

/** Asks the inference service to misbehave for this request; it does so only where fault injection is enabled. */
export const FAULT_HEADER = 'x-lab-fault';

/** The fault that the active scenarios choose for a purchase. A failing request is not delayed as well. */
export function faultOf(scenarios: Scenarios, { draws }: Pick<Purchase, 'draws'>): string | undefined {
  const errors = scenarios.get('errors');
  if (errors !== undefined && draws.error < errors.settings.intensity) {
    return 'error=503';
  }
  const latency = scenarios.get('latency');
  if (latency !== undefined && draws.latency < latency.settings.intensity) {
    return `latency=${latency.settings.latency_ms}`;
  }
  return undefined;
}
