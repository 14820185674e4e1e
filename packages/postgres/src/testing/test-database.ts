import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** A real PostgreSQL behind a real socket, that tests can take away and bring back. */
export interface TestDatabase {
  readonly url: string;
  /** Runs SQL beside the service, as an operator would. */
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Breaks every connection and refuses new ones. */
  stop(): Promise<void>;
  /** Listens again on the same port, with what was stored. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestDatabase(): Promise<TestDatabase> {
  const engine = await PGlite.create();
  let port = 0;
  let server = await listen(engine, port);
  const host = server.getServerConn();
  port = Number(host.split(':')[1]);
  return {
    url: `postgres://postgres@${host}/postgres`,
    sql: async <Row>(text: string, values: unknown[] = []) => (await engine.query<Row>(text, values)).rows,
    stop: () => server.stop(),
    start: async () => {
      server = await listen(engine, port);
    },
    close: async () => {
      await server.stop();
      await engine.close();
    },
  };
}

async function listen(db: PGlite, port: number): Promise<PGLiteSocketServer> {
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  return server;
}
