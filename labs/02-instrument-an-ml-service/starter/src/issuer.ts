import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { withSpan } from '@lab/instrumentation';
import { DependencyError } from './dependency-error.ts';

/** How a bank behaves that exists in this lab alone: it is as slow, and as broken, as the request asks for. */
export interface IssuerBehaviour {
  readonly delayMs: number;
  readonly fails: boolean;
}

const LONGEST_DELAY_MS = 5000;

/** `x-issuer-delay-ms: 700` and `x-issuer-fails: true`: so that you, and the checks, can have a bad day on purpose. */
export function issuerBehaviour(headers: IncomingHttpHeaders): IssuerBehaviour {
  const asked = Number(headers['x-issuer-delay-ms'] ?? 0);
  return {
    delayMs: Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LONGEST_DELAY_MS) : 0,
    fails: headers['x-issuer-fails'] === 'true',
  };
}

/** @throws DependencyError where the bank refuses to answer */
export async function askIssuer(issuer: string, { delayMs, fails }: IssuerBehaviour): Promise<void> {
  await withSpan('ask_issuer', { 'issuer.name': issuer }, async () => {
    await delay(delayMs);
    if (fails) throw new DependencyError('ISSUER_UNAVAILABLE', 'the issuer did not answer');
  });
}
