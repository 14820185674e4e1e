import { randomUUID } from 'node:crypto';
import type { Logger } from '@lab/instrumentation';
import pg, { type Pool, type PoolClient } from 'pg';
import { isOutage, isSchemaMissing } from './database-errors.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** The service's name, as `pg_stat_activity` shows it. */
  readonly application: string;
  readonly poolSize: number;
  readonly timeoutMs: number;
  readonly logger: Logger;
  /** Brings the schema up to date; called once per database, before the first query. */
  readonly migrate: (client: PoolClient) => Promise<void>;
  /** Told of every statement, failed ones included: a timeout is a duration too. */
  readonly observeQuery: ObserveQuery;
  /** The service's own word for "not now": an error with status 503. */
  readonly unavailable: () => Error;
}

export type ObserveQuery = (operation: string, seconds: number) => void;

export interface Statement {
  /** Unique within the service, at most 26 characters: names the prepared statement and its span. */
  readonly name: string;
  /** What the statement's duration is counted under. */
  readonly operation: string;
  readonly text: string;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;
/** A success so recent proves the database up: a probe need not ask again, and one failure beside it is no outage. */
const PROOF_VALID_MS = 1000;
const PING: Statement = { name: 'ping', operation: 'ping', text: 'SELECT 1' };

/**
 * A connection pool that may exist long before its database does.
 *
 * Connecting and migrating is retried in the background for as long as it takes; meanwhile queries fail fast with
 * the service's `unavailable` error and `reasonNotReady` says why. A database that restarts, even one that comes back empty,
 * is picked up again without a restart of the service.
 */
export class Database {
  readonly pool: Pool;
  readonly #options: DatabaseOptions;
  /** Which connection a client is: part of its prepared statements' names. */
  readonly #connectionIds = new WeakMap<PoolClient, string>();
  readonly #closed = new AbortController();
  #migrated = false;
  #migrating: Promise<void> | undefined;
  #lastSuccess = Number.NEGATIVE_INFINITY;
  #outage: string | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      connectionTimeoutMillis: options.timeoutMs,
      statement_timeout: options.timeoutMs,
      // The server may be unable to keep its own limit: frozen, partitioned away, or PGlite, which ignores it.
      query_timeout: options.timeoutMs + 500,
      // Few connections, kept: the first request after a pause should not pay for a handshake and a parse.
      idleTimeoutMillis: 0,
      keepAlive: true,
      application_name: options.application,
    });
    this.pool.on('connect', (client) => {
      this.#connectionIds.set(client, randomUUID());
      // A connection that breaks during a query rejects the query and emits an error; nobody listening ends the process.
      client.on('error', () => {});
    });
    this.pool.on('error', (error) => this.#failed(error));
  }

  /** Starts connecting and returns at once. */
  start(): void {
    this.#migrating ??= this.#migrateUntilDone().finally(() => {
      this.#migrating = undefined;
    });
  }

  /**
   * Runs a prepared statement and returns its rows as arrays.
   *
   * The statement's name carries the connection: PGlite's socket server gives every client the same session, where a
   * second connection that prepared the same name would fail.
   * @throws the `unavailable` error when the database is away; any other error is a bug in the statement
   */
  async query<Row extends unknown[]>(statement: Statement, values: unknown[]): Promise<Row[]> {
    if (!this.#migrated) throw this.#options.unavailable();
    const startedAt = performance.now();
    try {
      return await this.#run<Row>(statement, values);
    } catch (error) {
      if (isSchemaMissing(error)) {
        this.#migrated = false;
        this.start();
      } else if (!isOutage(error)) throw error;
      this.#failed(error as Error);
      const unavailable = this.#options.unavailable();
      unavailable.cause = error;
      throw unavailable;
    } finally {
      this.#options.observeQuery(statement.operation, (performance.now() - startedAt) / 1000);
    }
  }

  /** Why the database cannot be used now; undefined when it can. */
  async reasonNotReady(): Promise<string | undefined> {
    if (this.#migrated && !this.#isProvenUp()) {
      await this.query(PING, []).catch(() => {}); // the outcome is kept in #outage
    }
    if (this.#outage !== undefined) return `database: ${this.#outage}`;
    return this.#migrated ? undefined : 'database: connecting';
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#migrating;
    await this.pool.end();
  }

  async #run<Row extends unknown[]>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const result = await client.query<Row>({
        name: `${name}#${this.#connectionIds.get(client)}`,
        text,
        values,
        rowMode: 'array',
      });
      this.#succeeded();
      return result.rows;
    } catch (error) {
      if (isOutage(error)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async #migrateUntilDone(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.#closed.signal.aborted) {
      try {
        await this.#migrateOnce();
        this.#migrated = true;
        this.#succeeded();
        return;
      } catch (error) {
        this.#failed(error as Error);
      }
      await this.#sleep(retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  async #migrateOnce(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await this.#options.migrate(client);
      client.release();
    } catch (error) {
      client.release(true); // whatever transaction it was in ends with the connection
      throw error;
    }
  }

  #sleep(ms: number): Promise<void> {
    const { signal } = this.#closed;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }

  #isProvenUp(): boolean {
    return performance.now() - this.#lastSuccess < PROOF_VALID_MS;
  }

  #succeeded(): void {
    this.#lastSuccess = performance.now();
    if (this.#outage === undefined) return;
    this.#outage = undefined;
    this.#options.logger.info({ event_type: 'database_available' }, 'database available');
  }

  /** One line when the database goes, not one per request that finds it gone. */
  #failed(error: Error): void {
    if (this.#isProvenUp() || this.#closed.signal.aborted) return;
    const isFirst = this.#outage === undefined;
    this.#outage = describe(error);
    if (isFirst) {
      this.#options.logger.warn({ event_type: 'database_unavailable', error }, 'database unavailable');
    }
  }
}

/** Node reports a refused connection to a name with several addresses as an AggregateError without a message. */
function describe(error: Error & { code?: string }): string {
  return error.message || error.code || error.name;
}
