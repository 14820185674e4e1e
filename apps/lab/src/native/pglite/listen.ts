import { createServer, type Server } from 'node:net';
import { Connection, type ProtocolBackend } from './connection.ts';
import { SessionLock } from './session-lock.ts';

/**
 * Serves one PGlite session to many PostgreSQL clients.
 *
 * Own code rather than @electric-sql/pglite-socket, which leaves every connection's prepared statements in one name
 * space: a pool that names its statements fails on its second connection, and a service killed and started again
 * fails until the database restarts. What stays shared is the session itself (SET, temporary tables, advisory locks).
 */
export async function listen(backend: ProtocolBackend, host: string, port: number): Promise<Server> {
  const lock = new SessionLock();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    new Connection(socket, backend, lock, connections);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
