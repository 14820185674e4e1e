import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EntityFeatures } from '@lab/contracts';
import type { Payment } from './payment.ts';

export interface FeatureAnswers extends AsyncDisposable {
  readonly url: string;
  /** From now on it knows the customers of these payments. */
  learn(payments: readonly Payment[]): void;
}

/** A feature service that answers for each customer what it was told. */
export async function startFeatureAnswers(): Promise<FeatureAnswers> {
  const known = new Map<string, EntityFeatures>();
  const server = createServer((request, response) => {
    const answer = known.get(request.url?.split('/').at(-1) ?? '');
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    learn(payments) {
      for (const { request, userFeatures } of payments) {
        known.set(request.user_id, {
          entity_id: request.user_id,
          features: { ...userFeatures },
          statuses: Object.fromEntries(Object.keys(userFeatures).map((name) => [name, 'present' as const])),
          event_timestamp: new Date().toISOString(),
        });
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
