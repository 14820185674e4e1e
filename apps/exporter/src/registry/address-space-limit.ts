import { readFileSync } from 'node:fs';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';

/** The largest address space of this process, which the Prometheus client of Node leaves out of `process_*`. */
export function addressSpaceLimit(limits: string = readLimits()): MetricFamily {
  const limit = /^Max address space +(\d+|unlimited)/m.exec(limits)?.[1];
  return gauge(
    'process_virtual_memory_max_bytes',
    'Maximum amount of virtual memory available in bytes.',
    limit === undefined ? [] : limit === 'unlimited' ? UNLIMITED : Number(limit),
  );
}

/** As client_golang shows it: RLIM_INFINITY of getrlimit(2). */
const UNLIMITED = 2 ** 64;

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return ''; // another system than Linux
  }
}
