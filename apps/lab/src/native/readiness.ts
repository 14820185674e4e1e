import { connect } from 'node:net';
import { messageOf } from '../errors.ts';
import type { Readiness } from './process-definition.ts';

const PROBE_TIMEOUT_MS = 2500;

/** undefined when ready, otherwise the reason why not. */
export async function probe(readiness: Readiness): Promise<string | undefined> {
  return readiness.kind === 'http' ? probeHttp(readiness.url) : probeTcp(readiness.port);
}

async function probeHttp(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    const text = await response.text();
    return response.ok ? undefined : reasonsIn(text) || `${new URL(url).pathname} says ${response.status}`;
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code;
    return code === 'ECONNREFUSED' ? 'not listening yet' : (code ?? messageOf(error));
  }
}

/** Our services say why they are not ready; Loki and Prometheus answer with a sentence. */
function reasonsIn(text: string): string {
  try {
    const { reasons } = JSON.parse(text) as { reasons?: string[] };
    return reasons?.join('; ') ?? '';
  } catch {
    return text.trim().split('\n')[0]?.slice(0, 120) ?? '';
  }
}

function probeTcp(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (reason: string | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => settle('no answer'));
    socket.once('connect', () => settle(undefined));
    socket.once('error', () => settle('not listening yet'));
  });
}
