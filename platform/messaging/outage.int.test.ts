import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import { connectMongo, createOutageCheck as createMongoOutageCheck } from '../mongo/connection.ts';
import { createOutageCheck, createPool } from '../postgres/pool.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { defineEvent } from './event.ts';
import { connectNats } from './jetstream/connection.ts';
import { listDeadLetters } from './jetstream/dead-letters.ts';
import { createPublisher } from './jetstream/publisher.ts';
import { on, startReactions } from './reactions.ts';

const log = createLogger('test', 'silent');

let servers: RunningServers;

beforeAll(async () => {
  servers = await startServers({ nats: true, postgres: true, mongodb: true });
  return () => servers[Symbol.asyncDispose]();
});

async function openPostgres() {
  const pool = createPool({ url: servers.url('postgres'), schema: 'test', log });
  return {
    work: async () => void (await pool.query('SELECT 1')),
    fault: async () => void (await pool.query('SELECT 1 / 0')),
    isOutage: createOutageCheck(pool),
    close: () => pool.end(),
  };
}

async function openMongo() {
  const mongo = await connectMongo({ url: servers.url('mongodb'), dbName: 'test', log });
  const numbers = mongo.collection<{ _id: string }>('numbers');
  return {
    work: async () => void (await numbers.findOne({ _id: 'one' })),
    fault: async () => void (await numbers.find({ $no: 1 }).toArray()),
    isOutage: createMongoOutageCheck(mongo),
    close: () => mongo.close(),
  };
}

describe.each([
  { server: 'postgres' as const, open: openPostgres },
  { server: 'mongodb' as const, open: openMongo },
])('during an outage of $server', ({ server, open }) => {
  test('no event is moved to DEAD, and all are handled afterwards', async () => {
    const store = await open();
    const nats = connectNats({ url: servers.url('nats'), name: 'test', log });
    const definition = defineEvent(server, 'counted', z.object({ total: z.int() }));
    const handled: number[] = [];
    let tries = 0;
    const reactions = startReactions({
      nats,
      service: server,
      log,
      // The first failure that is not an outage moves the event to DEAD.
      maxTries: 1,
      isOutage: store.isOutage,
      reactions: [
        on(definition, async ({ data }) => {
          tries += 1;
          await (data.total === 13 ? store.fault() : store.work());
          handled.push(data.total);
        }),
      ],
    });
    const send = (...totals: readonly number[]) =>
      createPublisher(
        nats,
        server,
      )(
        totals.map((total) => ({
          id: newId(),
          type: definition.type,
          aggregateId: newId(),
          version: 1,
          time: '2030-05-01T12:00:00.000Z',
          cause: { correlationId: 'story', causationId: 'request' },
          data: { total },
        })),
      );
    const client = await nats.client;
    await send(0);
    await eventually(() => expect(handled).toEqual([0]));

    await servers.server(server).stop();
    await send(1, 2, 3, 13);
    await eventually(() => expect(tries).toBeGreaterThan(9));
    expect(handled).toEqual([0]);
    expect(await listDeadLetters(client, `dead.${server}.>`)).toEqual([]);
    await servers.server(server).start();

    await eventually(() => expect(handled.toSorted()).toEqual([0, 1, 2, 3]));
    await eventually(async () =>
      expect(await listDeadLetters(client, `dead.${server}.>`)).toMatchObject([
        { body: '{"total":13}', tries: 1 },
      ]),
    );
    await reactions.close();
    await Promise.all([nats.close(), store.close()]);
  });
});
