import { join } from 'node:path';
import { expect } from 'vitest';
import type { CloudEvent } from '../../../platform/messaging/event.ts';
import { ensureStreams } from '../../../platform/messaging/jetstream/create-streams.ts';
import { createPublisher } from '../../../platform/messaging/jetstream/publisher.ts';
import { contextStream, streamOf } from '../../../platform/messaging/jetstream/streams.ts';
import { createPool, type Pool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import type { ServiceProcess, SubgraphClient } from '../../../platform/testing/index.ts';
import { createTestDatabase, eventually } from '../../../platform/testing/index.ts';
import { startSurroundings } from '../../../platform/testing/surroundings.ts';
import { CONTEXTS } from '../../../schema/events/contexts.ts';
import { STREAM_RETENTION } from '../../../schema/events/retention.ts';
import { STORED_TABLES } from '../../../subgraphs/view/store/tables.ts';
import type { ViewEvent } from '../../../subgraphs/view/testing/events.ts';
import type { Data } from '../../../subgraphs/view/testing/graph.ts';
import { runViews } from '../main.ts';
import { createEventStores } from './event-stores.ts';

/** The view service with a database and streams of its own, and the command run against them. */
export type ViewsFixture = AsyncDisposable & {
  readonly service: ServiceProcess & SubgraphClient<Data>;
  readonly pool: Pool;
  readonly env: Readonly<Record<string, string>>;
  /** Stores and publishes events, and waits until the service has handled them. */
  publish(...events: readonly ViewEvent[]): Promise<void>;
  /** Sets the retention of a stream, for what is published from now on. */
  keepFor(context: string, keptMs: number): Promise<void>;
  /** The number of messages in a stream. */
  messages(context: string): Promise<number>;
  /** Removes the first messages of a stream, by default all. */
  purge(context: string, first?: number): Promise<void>;
  /** Deletes a stream and makes it anew, and waits until the service follows it again. */
  removeStream(context: string): Promise<void>;
  /**
   * Runs the command with the arguments, which are separated by spaces. `problems` has what it prints beside
   * its output, the progress of a slow run included.
   */
  run(
    args: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly output: string; readonly problems: string }>;
  /** What is stored in all current tables, row by row. */
  dump(): Promise<Readonly<Record<string, readonly object[]>>>;
};

const retentionOf = (context: string) =>
  Object.entries(STREAM_RETENTION).find(([name]) => name === context)?.[1];

const MAIN = join(import.meta.dirname, '../../../subgraphs/view/main.ts');

export async function createViewsFixture(): Promise<ViewsFixture> {
  const around = await startSurroundings();
  const database = await createTestDatabase();
  const service = await around.start<Data>(MAIN, { DATABASE_URL: database.url });
  const pool = createPool({ url: database.url, schema: 'view', log: createLogger('test', 'silent') });
  const stores = await createEventStores(database.url);
  const env = { NATS_URL: around.natsUrl(), ...stores.env };

  /** Waits until the service has handled all events of the contexts. */
  async function handled(contexts: readonly string[]): Promise<void> {
    const { jsm } = await around.nats.client;
    await eventually(async () => {
      for (const context of contexts) {
        const { last_seq } = (await jsm.streams.info(streamOf(context))).state;
        const consumers = await jsm.consumers.list(streamOf(context)).next();
        // By the sequence, because the server counts what is pending a moment after it has stored a message.
        // A service that has just started may not have its consumer yet.
        const done = consumers.map(({ ack_floor }) => ack_floor.stream_seq);
        expect(done, context).toEqual([last_seq]);
      }
    });
  }

  const fixture: ViewsFixture = {
    service,
    pool,
    env,
    async publish(...events) {
      const byContext = Map.groupBy(events, ({ definition }) => definition.context);
      for (const [context, each] of byContext) {
        const sent = each.map(toCloudEvent);
        await stores.store(context, sent);
        await createPublisher(around.nats, context, { retention: retentionOf(context) })(sent);
      }
      await handled([...byContext.keys()]);
    },
    async keepFor(context, keptMs) {
      const { jsm } = await around.nats.client;
      const { metadata = {} } = contextStream(context, { keptMs });
      await jsm.streams.update(streamOf(context), { metadata });
    },
    async messages(context) {
      const { jsm } = await around.nats.client;
      return (await jsm.streams.info(streamOf(context))).state.messages;
    },
    async purge(context, first) {
      const { jsm } = await around.nats.client;
      await jsm.streams.purge(streamOf(context), first === undefined ? undefined : { seq: first + 1 });
    },
    async removeStream(context) {
      const client = await around.nats.client;
      await client.jsm.streams.delete(streamOf(context));
      await ensureStreams(client, CONTEXTS);
      await handled([context]);
    },
    async run(args, more = {}) {
      const [lines, errors]: [string[], string[]] = [[], []];
      const status = await runViews(args.split(' '), {
        env: { ...env, ...more },
        out: (line) => void lines.push(line),
        err: (line) => void errors.push(line),
      });
      return { status, output: lines.join('\n'), problems: errors.join('\n') };
    },
    async dump() {
      const tables = STORED_TABLES.map(async ({ name, key }) => {
        const { rows } = await pool.query<object>(`SELECT * FROM ${name} ORDER BY ${key.join()}`);
        return [name, rows] as const;
      });
      return Object.fromEntries(await Promise.all(tables));
    },
    async [Symbol.asyncDispose]() {
      await service.end('SIGTERM');
      await pool.end();
      await stores[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await around[Symbol.asyncDispose]();
    },
  };
  return fixture;
}

function toCloudEvent({ definition, ...event }: ViewEvent): CloudEvent {
  return { ...event, type: definition.type, cause: { correlationId: 'story', causationId: 'request' } };
}
