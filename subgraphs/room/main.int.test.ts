import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import {
  connectNats,
  createPublisher,
  type NatsLink,
  startConsumer,
} from '../../platform/messaging/jetstream/index.ts';
import { createTestIssuer, eventually, type TestIssuer } from '../../platform/testing/index.ts';
import { bookingPaid } from '../../schema/events/booking.ts';
import { details, log } from './testing/fixture.ts';
import { type Answer, REGISTER } from './testing/graph.ts';

let servers: RunningServers;
let nats: NatsLink;
let issuer: TestIssuer;

beforeAll(async () => {
  servers = await startServers({ nats: true });
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  issuer = await createTestIssuer();
});
afterAll(async () => {
  await nats.close();
  await servers[Symbol.asyncDispose]();
});

/** The service as a process of its own. */
async function start(natsUrl: string, database = `test_${newId()}`) {
  const mongodbUrl = new URL(inject('mongodbUrl'));
  mongodbUrl.pathname = `/${database}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      PATH: process.env.PATH,
      MONGODB_URL: mongodbUrl.href,
      NATS_URL: natsUrl,
      JWKS_URL: issuer.jwksUrl,
      SERVICE_TOKEN: 'unused',
      SUPPLIES_URL: 'http://127.0.0.1:1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const served = /"url":"([^"]+)"/.exec(line)?.[1];
      if (served) resolve(served);
    });
    void exit.then(([status]) => reject(new Error(`It ended with ${status}`)));
  });
  return {
    url,
    async register(): Promise<string> {
      const token = await issuer.token({ subject: 'host', role: 'host' });
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: REGISTER, variables: { input: details } }),
      });
      const { data } = (await response.json()) as Answer;
      return data.register.room.id;
    },
    /** As a crash does. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await exit;
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM');
      await exit;
      return child.exitCode;
    },
  };
}

function paidEvent(roomId: string, start: number, end: number): CloudEvent {
  const id = newId();
  const booking = {
    id,
    status: 'PAID',
    room: { id: roomId, name: 'Han' },
    customer: { id: 'alice' },
    slot: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    price: details.hourlyRate,
    requestedAt: new Date().toISOString(),
    cancelledAt: null,
    cancellationReason: null,
  };
  const cause = { correlationId: 'story', causationId: 'story' };
  const time = new Date().toISOString();
  return { id: newId(), type: bookingPaid.type, aggregateId: id, version: 2, time, cause, data: { booking } };
}

test('a booking fills the room when its slot starts and empties it when that ends, to the millisecond', async () => {
  const publish = createPublisher(nats, 'booking');
  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats,
      context: 'room',
      durable: 'test',
      events: ['registered', 'assigned', 'statusChanged'],
      handle: async ({ type, time, version, data }) => {
        const { status } = data as { readonly status?: string };
        const name = status ? `${status} ${version} ${time}` : type.split('.')[2];
        seen.push(name ?? '');
      },
      log,
    }),
  );
  const database = `test_${newId()}`;
  const first = await start(servers.url('nats'), database);
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  const roomId = await first.register();
  await eventually(() => expect(seen).toHaveLength(2));
  expect(await first.stop()).toBe(0);

  // Paid while the service is down; the slot is over before it is back.
  const passed = Date.now() - 60_000;
  await publish([paidEvent(roomId, passed - 60_000, passed)]);
  const second = await start(servers.url('nats'), database);
  await eventually(() => expect(seen).toEqual(['registered', expect.stringMatching('^EMPTY 2'), 'assigned']));

  const begin = Date.now() + 700;
  const end = begin + 600;
  await publish([paidEvent(roomId, begin, end)]);
  await eventually(() => expect(seen).toHaveLength(6));
  expect(seen.slice(3)).toEqual([
    'assigned',
    `FULL 5 ${new Date(begin).toISOString()}`,
    `EMPTY 6 ${new Date(end).toISOString()}`,
  ]);
  expect(Date.now() - end).toBeLessThan(1_000);
  expect(await second.stop()).toBe(0);
});

test('rooms are registered while NATS and supplies are away, and told of later, also after a crash', async () => {
  const database = `test_${newId()}`;
  const alone = await start('nats://127.0.0.1:1', database);
  const roomId = await alone.register();
  await alone.kill();

  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats,
      context: 'room',
      durable: 'test-of-crash',
      events: ['registered', 'statusChanged'],
      handle: async ({ type, aggregateId, version }) => {
        if (aggregateId === roomId) seen.push(`${type.split('.')[2]} ${version}`);
      },
      log,
    }),
  );
  const service = await start(servers.url('nats'), database);
  await eventually(() => expect(seen).toEqual(['registered 1', 'statusChanged 2']));
  expect(await service.stop()).toBe(0);
});

function disposable<Resource extends { close(): Promise<void> }>(resource: Resource) {
  return { ...resource, [Symbol.asyncDispose]: () => resource.close() };
}
