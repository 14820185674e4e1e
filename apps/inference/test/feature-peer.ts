import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityFeatures } from '@lab/contracts';
import { DEFAULT_USER_FEATURES, USER_FEATURE_NAMES } from '@lab/model/features';

export const STORED_FEATURES = { ...DEFAULT_USER_FEATURES, account_age_days: 900, transactions_last_hour: 3 };

export interface FeaturePeer {
  readonly url: string;
  /** How many lookups have arrived. */
  readonly lookups: number;
  /** What the next lookups meet; change it at any time. */
  behave(next: Behaviour): void;
  close(): Promise<void>;
}

interface Behaviour {
  readonly delayMs?: number;
  readonly answer?: (response: ServerResponse, lookup: number) => void;
}

/** A feature service of a few lines, which can be told to be slow, wrong or gone. */
export async function featurePeer(first: Behaviour = {}): Promise<FeaturePeer> {
  let behaviour = first;
  let lookups = 0;
  const server = createServer(async (request, response) => {
    const lookup = ++lookups;
    const { delayMs, answer } = behaviour;
    if (delayMs !== undefined) await delay(delayMs);
    if (answer !== undefined) return answer(response, lookup);
    const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify(known(id)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get lookups() {
      return lookups;
    },
    behave(next) {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const known = (entity_id: string): EntityFeatures => ({
  entity_id,
  features: { ...STORED_FEATURES },
  statuses: Object.fromEntries(USER_FEATURE_NAMES.map((name) => [name, 'present' as const])),
  event_timestamp: '2026-01-01T00:00:00.000Z',
});
