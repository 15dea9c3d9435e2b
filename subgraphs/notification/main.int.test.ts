import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import {
  createTestDatabase,
  eventually,
  type ServiceProcess,
  type SubgraphClient,
  type TestDatabase,
} from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { bookingConfirmed } from '../../schema/events/booking.ts';
import { roomRegistered } from '../../schema/events/room.ts';
import { bookingOf, roomOf } from './testing/fixture.ts';
import { type Data, MESSAGES } from './testing/graph.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

type Service = ServiceProcess & SubgraphClient<Data>;

let surroundings: Surroundings;
let database: TestDatabase;
let mailServer: MailServer;

beforeAll(async () => {
  surroundings = await startSurroundings();
  database = await createTestDatabase();
  mailServer = await startMailServer();
  return async () => {
    await mailServer.stop();
    await surroundings[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  };
});

function start(): Promise<Service> {
  return surroundings.start<Data>(join(import.meta.dirname, 'main.ts'), {
    DATABASE_URL: database.url,
    SMTP_URL: mailServer.url,
    SMTP_FROM: 'Rooms <rooms@example.org>',
    LOG_LEVEL: 'info',
  });
}

const room = roomOf();

function event(definition: { readonly type: string }, aggregateId: string, data: unknown): CloudEvent {
  const id = newId();
  const cause = { correlationId: 'story', causationId: id };
  return { id, type: definition.type, aggregateId, version: 1, time: new Date().toISOString(), cause, data };
}

/** Asks for the messages of a person, whose token has an address. */
async function messagesOf(service: Service, subject: string): Promise<Data> {
  const token = await surroundings.issuer.token({ subject, email: `${subject}@example.org` });
  const { data, errors } = await service.post(MESSAGES, {}, `Bearer ${token}`);
  expect(errors).toBeUndefined();
  return data.messages;
}

/** Makes all e-mails due, as they are when the claims of a dead process have lapsed. */
async function releaseClaims(): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('UPDATE notification.mails SET due_at = now()');
  await client.end();
}

test('events that come twice, and a process that is killed, leave one message and one e-mail', async () => {
  await using service = await start();
  const bookings = Array.from({ length: 20 }, () => bookingOf(room));
  const events = bookings.map((booking) => event(bookingConfirmed, booking.id, { booking }));
  await surroundings.refill('room', [event(roomRegistered, room.id, { room, supplies: null })]);
  await surroundings.refill('booking', [...events, ...events]);
  expect(await messagesOf(service, 'alice')).toMatchObject({ totalCount: 20, unreadCount: 20 });
  await eventually(() => expect(mailServer.received().length).toBeGreaterThan(0));
  await service.end('SIGKILL');

  await using next = await start();
  await releaseClaims();
  await surroundings.refill('booking', events);
  expect(await messagesOf(next, 'alice')).toMatchObject({ totalCount: 20 });
  await eventually(() => {
    const ids = new Set(mailServer.received().map(({ messageId }) => messageId));
    expect(ids.size).toBe(20);
  });
  expect(mailServer.received()[0]).toMatchObject({
    to: 'alice@example.org',
    from: 'rooms@example.org',
    title: 'Booking confirmed: Han',
    text: expect.stringContaining('6:00 – 7:00 PM GMT+9'),
  });
  expect(await next.end('SIGTERM')).toBe(0);
});
