import { expect, test } from 'vitest';
import { peerServiceOf } from './peer-service.ts';

const PEERS =
  'features=http://127.0.0.1:8081, monitor = http://monitor:8082/,broken,=http://x,tls=https://features';

test.each([
  ['http://127.0.0.1:8081', 'features'],
  ['http://monitor:8082', 'monitor'],
  ['https://features:443', 'tls'],
])('peerServiceOf - when %s is called - then the peer is %s', (origin, service) => {
  expect(peerServiceOf(PEERS, origin)).toEqual({ 'peer.service': service });
});

test.each(['http://127.0.0.1:8082', 'https://127.0.0.1:8081', 'http://x', 'not a url', ''])(
  'peerServiceOf - when %j is nobody known - then nothing is said',
  (origin) => {
    expect(peerServiceOf(PEERS, origin)).toEqual({});
    expect(peerServiceOf('', origin)).toEqual({});
  },
);
