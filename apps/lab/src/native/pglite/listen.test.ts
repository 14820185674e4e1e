import type { Server } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite } from '@electric-sql/pglite';
import { poll } from '@lab/engine-clients';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

let database: PGlite;
let server: Server;

beforeAll(async () => {
  database = await PGlite.create();
  server = await listen(database, '127.0.0.1', 0);
  await database.exec(
    "create table item (id int primary key, name text); insert into item select i, 'n' || i from generate_series(1, 100) i",
  );
}, 60_000);

afterAll(async () => {
  server.close();
  await database.close();
});

function address(): pg.ClientConfig {
  const { port } = server.address() as { port: number };
  return { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
}

function pool(max: number): pg.Pool {
  const made = new pg.Pool({ ...address(), max });
  onTestFinished(() => made.end());
  return made;
}

/** A connection whose socket is cut, as by kill -9 of its process. */
async function dyingClient(): Promise<pg.Client & { die(): void }> {
  const client = new pg.Client(address());
  client.on('error', () => undefined);
  await client.connect();
  const socket = (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
  return Object.assign(client, { die: () => socket.destroy() });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('listen', () => {
  test('when many connections use statements of the same names - then each gets its own answers', async () => {
    const clients = pool(6);
    const texts = ['select name from item where id = $1', 'select id, name from item where id = $1'];
    const ask = async (index: number): Promise<unknown> => {
      const which = index % 2;
      // The same name stands for another text on other connections: only a shared session would mind.
      const client = await clients.connect();
      try {
        const { rows } = await client.query({
          name: `lookup${which}`,
          text: texts[which] ?? '',
          values: [index],
        });
        return rows;
      } finally {
        client.release();
      }
    };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index + 1)));
    expect(answers).toEqual(
      answers.map((_, index) => [
        (index + 1) % 2 === 0 ? { name: `n${index + 1}` } : { id: index + 1, name: `n${index + 1}` },
      ]),
    );
  });

  test('when transactions overlap - then nobody gets into another’s', async () => {
    const clients = pool(4);
    await clients.query('create table counter (value int); insert into counter values (0)');
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const client = await clients.connect();
        await client.query('begin');
        await client.query('update counter set value = value + 1');
        await client.query(index % 2 === 0 ? 'commit' : 'rollback');
        client.release();
      }),
    );
    expect((await clients.query('select value from counter')).rows).toEqual([{ value: 10 }]);
  });

  test('when a statement fails - then its connection and the others go on', async () => {
    const clients = pool(2);
    await expect(clients.query('selekt 1')).rejects.toThrow('syntax error');
    expect((await clients.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('when a client dies in a transaction - then it is rolled back, and its statements are forgotten', async () => {
    const others = pool(1);
    const client = await dyingClient();
    await client.query('begin');
    await client.query({ name: 'dying', text: 'delete from item' });
    client.die();
    expect((await others.query('select count(*)::int as count from item')).rows).toEqual([{ count: 100 }]);
    await poll(
      async () => {
        const { rows } = await others.query("select 1 from pg_prepared_statements where name like '%dying'");
        return rows.length === 0 ? true : undefined;
      },
      { timeoutMs: 5000, intervalMs: 20, waitingFor: 'the statement to be closed' },
    );
  });

  test('when many answers have been given - then none of them is kept', async () => {
    const client = pool(1);
    const read = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time += 1) await client.query('select id, name from item');
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await read(50);
    // A hundred rows were 12 KB of objects for each answer.
    expect((await read(1500)) - before).toBeLessThan(4_000_000);
  }, 60_000);
});
