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
import { roomDeleted, roomRegistered } from '../../schema/events/room.ts';
import { log, roomOf } from './testing/fixture.ts';

let servers: RunningServers;
let nats: NatsLink;
let issuer: TestIssuer;

beforeAll(async () => {
  servers = await startServers({ nats: true });
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  await nats.client;
  issuer = await createTestIssuer();
});
afterAll(async () => {
  await nats.close();
  await servers[Symbol.asyncDispose]();
});

/** The service as a process of its own, with a database of its own. */
async function start(natsUrl: string) {
  const database = new URL(inject('mongodbUrl'));
  database.pathname = `/test_${newId()}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      PATH: process.env.PATH,
      MONGODB_URL: database.href,
      NATS_URL: natsUrl,
      JWKS_URL: issuer.jwksUrl,
      SERVICE_TOKEN: 'unused',
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
    async ask(query: string): Promise<unknown> {
      const token = await issuer.token({ subject: 'room', role: 'service' });
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return response.json();
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM');
      await exit;
      return child.exitCode;
    },
  };
}

type RoomData = { readonly room: ReturnType<typeof roomOf>; readonly supplies?: null };

function roomEvent(type: string, version: number, data: RoomData): CloudEvent {
  const cause = { correlationId: 'story', causationId: 'story' };
  return {
    id: newId(),
    type,
    aggregateId: data.room.id,
    version,
    time: new Date().toISOString(),
    cause,
    data,
  };
}

test('provisions and removes as rooms come and go, and drains when it is told to', async () => {
  const publish = createPublisher(nats, 'room');
  const seen: string[] = [];
  await using _consumer = disposable(
    startConsumer({
      nats,
      context: 'supplies',
      durable: 'test',
      events: ['provisioned', 'removed'],
      handle: async ({ subject, version, cause }) => {
        seen.push(`${subject} ${version} ${cause.correlationId}`);
      },
      log,
    }),
  );
  const room = roomOf(newId());
  // Registered while the service is down.
  await publish([roomEvent(roomRegistered.type, 1, { room, supplies: null })]);

  const service = await start(servers.url('nats'));
  await eventually(() => expect(seen).toEqual([`supplies.provisioned.${room.id} 1 story`]));
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  expect(await service.ask(`{ mayRemoveRoomSupplies(roomId: "${room.id}") }`)).toEqual({
    data: { mayRemoveRoomSupplies: true },
  });
  await publish([roomEvent(roomDeleted.type, 2, { room: { ...room, deleted: true } })]);
  await eventually(() => expect(seen).toHaveLength(2));
  expect(seen[1]).toBe(`supplies.removed.${room.id} 2 story`);
  expect(await service.stop()).toBe(0);
});

test('serves while NATS is away', async () => {
  const service = await start('nats://127.0.0.1:1');
  expect(await service.ask('{ standardSupplies { name } }')).toMatchObject({
    data: { standardSupplies: expect.any(Array) },
  });
  expect(await service.stop()).toBe(0);
});

function disposable<Resource extends { close(): Promise<void> }>(resource: Resource) {
  return { ...resource, [Symbol.asyncDispose]: () => resource.close() };
}
