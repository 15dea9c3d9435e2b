import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { type RunningServers, startServers } from '../../../embedded/testing.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { ReceivedEvent } from '../../../platform/messaging/event.ts';
import { connectNats, type NatsLink } from '../../../platform/messaging/jetstream/connection.ts';
import { createEventFollower } from '../../../platform/messaging/jetstream/event-follower.ts';
import { streamOf } from '../../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, eventually, type TestDatabase } from '../../../platform/testing/index.ts';
import { runEvents } from '../main.ts';

export const NOON = '2030-05-01T12:00:00.000Z';
export const log = createLogger('test', 'silent');

/** Servers with their own databases, and the command run against them. */
export type EventsFixture = AsyncDisposable & {
  readonly database: TestDatabase;
  readonly servers: RunningServers;
  readonly nats: NatsLink;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Runs the command with the arguments, which are separated by spaces. `problems` has what it prints beside
   * its output, the progress of a slow run included.
   */
  run(
    args: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly output: string; readonly problems: string }>;
  /** All events in a context's stream, in order. */
  readStream(context: string): Promise<readonly ReceivedEvent[]>;
  removeStream(context: string): Promise<void>;
};

export async function createEventsFixture(): Promise<EventsFixture> {
  const database = await createTestDatabase();
  const servers = await startServers({ nats: true });
  const nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  await nats.client;
  const mongo = new URL(inject('mongodbUrl'));
  mongo.pathname = `/test_${newId()}`;
  const erasedFolder = (stream: string) =>
    join(servers.dataDir, 'nats', 'jetstream', '$G', 'streams', `.${stream}`);
  const env = { NATS_URL: servers.url('nats'), DATABASE_URL: database.url, MONGODB_URL: mongo.href };
  return {
    database,
    servers,
    nats,
    env,
    async run(args, given = env) {
      const [lines, errors]: [string[], string[]] = [[], []];
      const status = await runEvents(args.split(' '), {
        env: given,
        out: (line) => void lines.push(line),
        err: (line) => void errors.push(line),
      });
      return { status, output: lines.join('\n'), problems: errors.join('\n') };
    },
    async readStream(context) {
      const found: ReceivedEvent[] = [];
      const done = new AbortController();
      await new Promise<void>((resolve) => {
        createEventFollower({ nats, log }).follow({
          stream: streamOf(context),
          subjects: [`${context}.>`],
          start: { kind: 'after', sequence: 0 },
          onEvent: (event) => void found.push(event),
          onCaughtUp: () => resolve(),
          signal: done.signal,
        });
      });
      done.abort();
      return found;
    },
    async removeStream(context) {
      const { jsm } = await nats.client;
      await jsm.streams.delete(streamOf(context));
      // NATS renames the stream's folder and erases it in the background. If the renamed folder of an earlier
      // deletion still exists, a later one fails silently: the next stream contains the old messages again.
      await eventually(() => expect(existsSync(erasedFolder(streamOf(context)))).toBe(false));
    },
    async [Symbol.asyncDispose]() {
      await nats.close();
      await servers[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
