import type { Attributes } from '@opentelemetry/api';

/**
 * `peer.service` says which service a client span calls, so that span metrics alone can draw the service graph.
 *
 * @param peers PEER_SERVICES: `features=http://127.0.0.1:8081,monitor=http://127.0.0.1:8082`
 * @param origin scheme, host and port of the request
 */
export function peerServiceOf(peers: string, origin: string): Attributes {
  for (const pair of peers.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0 && sameOrigin(pair.slice(at + 1), origin)) return { 'peer.service': pair.slice(0, at).trim() };
  }
  return {};
}

function sameOrigin(configured: string, origin: string): boolean {
  return (
    URL.canParse(configured) && URL.canParse(origin) && new URL(configured).origin === new URL(origin).origin
  );
}
