import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import type { CloudEvent } from '../messaging/event.ts';
import { connectNats, type NatsLink } from '../messaging/jetstream/connection.ts';
import { createPublisher } from '../messaging/jetstream/publisher.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from './eventually.ts';

const log = createLogger('test', 'silent');

type Closable = { close(): Promise<void> };

export type TestNats = {
  /** The connection of the current test. */
  readonly link: NatsLink;
  /** The context of the current test, and so its stream. */
  readonly context: string;
  readonly url: string;
  /** Closes a resource after the test, before the connection. */
  closeAfterTest<Resource extends Closable>(resource: Resource): Resource;
  /** An event of the context; its data is `{ total: version }`. */
  eventOf(version: number, changes?: { readonly aggregateId?: string; readonly name?: string }): CloudEvent;
  publish(...events: readonly CloudEvent[]): Promise<void>;
  pid(): number;
  /** Shuts the server down. */
  stop(): Promise<void>;
  /** Kills the server. Its data stays. */
  kill(): Promise<void>;
  /** Removes the data of the stopped server. */
  wipe(): Promise<void>;
  /** Starts the server and waits for the connection. */
  start(): Promise<void>;
};

/** One NATS server for the tests of a file, with a connection and a context of its own for each test. */
export function useNats(): TestNats {
  let servers: RunningServers;
  let link: NatsLink;
  let context: string;
  const open: Closable[] = [];

  function pid(): number {
    const found = servers.server('nats').pid();
    if (found === undefined) throw new Error('NATS does not run');
    return found;
  }

  async function stop(): Promise<void> {
    await servers.server('nats').stop();
    await eventually(() => expect(link.isConnected()).toBe(false));
  }

  beforeAll(async () => {
    servers = await startServers({ nats: true });
    return () => servers[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    // Event types have letters only.
    context = newId()
      .slice(-12)
      .replaceAll(/[0-9]/g, (digit) => String.fromCharCode('g'.charCodeAt(0) + Number(digit)));
    link = connectNats({ url: servers.url('nats'), name: 'test', log });
    await link.client;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((resource) => resource.close()));
    await link.close();
    await servers.server('nats').start();
  });

  return {
    get link() {
      return link;
    },
    get context() {
      return context;
    },
    get url() {
      return servers.url('nats');
    },
    closeAfterTest(resource) {
      open.push(resource);
      return resource;
    },
    eventOf: (version, { aggregateId = newId(), name = 'counted' } = {}) => ({
      id: newId(),
      type: `meetingroom.${context}.${name}.v1`,
      aggregateId,
      version,
      time: '2030-05-01T12:00:00.000Z',
      cause: { correlationId: 'story', causationId: 'request' },
      data: { total: version },
    }),
    publish: (...events) => createPublisher(link, context)(events),
    pid,
    stop,
    async kill() {
      const victim = pid();
      const stopped = stop();
      process.kill(victim, 'SIGKILL');
      await stopped;
    },
    wipe: () => rm(join(servers.dataDir, 'nats', 'jetstream'), { recursive: true }),
    async start() {
      await servers.server('nats').start();
      await eventually(() => expect(link.isConnected()).toBe(true));
    },
  };
}
