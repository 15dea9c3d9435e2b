import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AckPolicy, connect, type NatsConnection, StorageType } from 'nats';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { connectNats } from '../../platform/messaging/jetstream/connection.ts';
import { startConsumer } from '../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { askHealth } from '../../platform/messaging/jetstream/server-health.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { FOLLOWED_EVENTS } from '../../schema/events/followers.ts';
import { SERVICES } from '../launcher/services.ts';
import { type RunningServers, startServers } from '../testing.ts';
import { MONITOR, OPERATOR } from './users.ts';

const log = createLogger('test', 'silent');
let servers: RunningServers;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  servers = await startServers({ nats: true });
});
afterEach(async () => {
  // A consumer before its connection.
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** A plain client, as anybody may write one. */
async function clientOf(user: string | undefined): Promise<NatsConnection> {
  const { username, password, host } = new URL(servers.url('nats', user));
  const connection = await connect({
    servers: host,
    user: username,
    pass: password,
    inboxPrefix: `_INBOX.${user}`,
  });
  open.push(connection);
  return connection;
}

/** What the server says about a request or a subscription. */
const refused = { code: 'PERMISSIONS_VIOLATION' };

/** The number of messages in the stream of bookings. */
async function bookings(): Promise<number> {
  const jsm = await (await clientOf(undefined)).jetstreamManager();
  return (await jsm.streams.info('BOOKING')).state.messages;
}

const OTHERS = ['router', ...SERVICES.map(({ name }) => name).filter((name) => name !== 'booking')];
const SUBJECT = `booking.cancelled.${newId()}`;

describe('a stranger', () => {
  test('cannot connect, nor with another name or password', async () => {
    const { host, password } = new URL(servers.url('nats', 'booking'));
    const refusal = { code: 'AUTHORIZATION_VIOLATION' };
    await expect(connect({ servers: host })).rejects.toMatchObject(refusal);
    await expect(connect({ servers: host, user: 'booking', pass: 'guess' })).rejects.toMatchObject(refusal);
    await expect(connect({ servers: host, user: 'room', pass: password })).rejects.toMatchObject(refusal);
  });

  test('cannot read the passwords', () => {
    for (const file of ['nats.secret', 'nats/nats.conf'])
      expect(statSync(join(servers.dataDir, file)).mode & 0o077, file).toBe(0);
  });
});

describe('events', () => {
  test.each(OTHERS)('%s cannot publish those of booking', async (user) => {
    const connection = await clientOf(user);
    const before = await bookings();
    await expect(connection.request(SUBJECT, '{}', { timeout: 2_000 })).rejects.toMatchObject(refused);
    expect(await bookings()).toBe(before);
  });

  test('each service publishes its own', async () => {
    for (const context of CONTEXTS) {
      const link = connectNats({
        url: servers.url('nats', context),
        name: context,
        log,
      });
      open.push(link);
      await link.client;
      const event = {
        id: newId(),
        type: `meetingroom.${context}.tried.v1`,
        aggregateId: newId(),
        version: 1,
      };
      const cause = { correlationId: 'story', causationId: 'request' };
      await createPublisher(link, context)([{ ...event, time: '2030-05-01T12:00:00.000Z', cause, data: {} }]);
    }
  });

  test('a version of a service goes on where the former one is, and handles earlier events again', async () => {
    const link = connectNats({ url: servers.url('nats', 'room'), name: 'room', log });
    open.push(link);
    await link.client;
    const event = { id: newId(), type: 'meetingroom.room.registered.v1', aggregateId: newId(), version: 1 };
    const cause = { correlationId: 'story', causationId: 'request' };
    await createPublisher(link, 'room')([{ ...event, time: '2030-05-01T12:00:00.000Z', cause, data: {} }]);

    const operator = await clientOf(OPERATOR);
    const jsm = await operator.jetstreamManager();
    await jsm.consumers.add('ROOM', {
      durable_name: 'supplies-0badc0de',
      ack_policy: AckPolicy.Explicit,
      filter_subjects: ['room.registered.*'],
    });
    const former = await operator.jetstream().consumers.get('ROOM', 'supplies-0badc0de');
    await (await former.next())?.ackAck();

    const supplies = connectNats({ url: servers.url('nats', 'supplies'), name: 'supplies', log });
    open.push(supplies);
    const handled: string[] = [];
    const consumer = startConsumer({
      nats: supplies,
      context: 'room',
      durable: 'supplies',
      events: FOLLOWED_EVENTS.supplies.filter(({ context }) => context === 'room').map(({ name }) => name),
      log,
      handle: async ({ id }) => void handled.push(id),
    });
    open.push(consumer);
    await eventually(() => expect(handled).toContain(event.id));
    await eventually(async () => {
      const names = (await jsm.consumers.list('ROOM').next()).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('supplies'))).toHaveLength(2);
    });
  });

  test.each(OTHERS)('%s cannot make a stream or a consumer that copies messages to them', async (user) => {
    const jsm = await (await clientOf(user)).jetstreamManager({ checkAPI: false });
    const stream = { name: 'COPY', subjects: [`dead.${user}.>`], republish: { src: '>', dest: SUBJECT } };
    await expect(jsm.streams.add({ ...stream, storage: StorageType.Memory })).rejects.toMatchObject(refused);
    await expect(jsm.streams.update('DEAD', stream)).rejects.toMatchObject(refused);
    await expect(jsm.consumers.add('DEAD', { deliver_subject: SUBJECT })).rejects.toMatchObject(refused);
  });
});

describe('what the server says about itself', () => {
  test('is told to the monitor, who may ask nothing else', async () => {
    expect(await askHealth({ url: servers.url('nats', MONITOR) })).toEqual({ isWorking: true });
    const monitor = await clientOf(MONITOR);
    for (const subject of ['$SYS.REQ.SERVER.PING.CONNZ', '$SYS.REQ.ACCOUNT.PING.CONNZ', SUBJECT])
      await expect(monitor.request(subject, '', { timeout: 2_000 })).rejects.toMatchObject(refused);
    const heard = monitor.subscribe('$SYS.>');
    await expect(monitor.flush().then(() => heard[Symbol.asyncIterator]().next())).rejects.toMatchObject(
      refused,
    );
  });

  test.each([undefined, ...OTHERS])('is not told to %s', async (user) => {
    expect(await askHealth({ url: servers.url('nats', user) })).toBeUndefined();
  });

  test('is at no port of its own', () => {
    const configuration = readFileSync(join(servers.dataDir, 'nats', 'nats.conf'), 'utf8');
    expect(configuration).toContain('listen: "127.0.0.1:');
    expect(configuration).not.toMatch(/^\s*(https?|https?_port|monitor_port)\b/m);
  });
});

describe('another user', () => {
  test('cannot read what is said to a service', async () => {
    const connection = await clientOf('supplies');
    for (const subject of ['>', '_INBOX.>', '_INBOX.booking.>', 'booking.>']) {
      const heard = connection.subscribe(subject);
      await expect(connection.flush().then(() => heard[Symbol.asyncIterator]().next())).rejects.toMatchObject(
        refused,
      );
    }
  });

  test('cannot take, acknowledge or remove the messages of a service', async () => {
    const connection = await clientOf('supplies');
    const jsm = await connection.jetstreamManager({ checkAPI: false });
    await expect(jsm.streams.info('PAYMENT')).rejects.toMatchObject(refused);
    await expect(jsm.streams.purge('ROOM')).rejects.toMatchObject(refused);
    await expect(jsm.streams.delete('ROOM')).rejects.toMatchObject(refused);
    await expect(jsm.streams.deleteMessage('ROOM', 1)).rejects.toMatchObject(refused);
    await expect(jsm.consumers.info('ROOM', 'booking')).rejects.toMatchObject(refused);
    await expect(jsm.consumers.delete('ROOM', 'booking')).rejects.toMatchObject(refused);
    const acknowledgement = '$JS.ACK.ROOM.booking.1.1.1.1.0';
    await expect(connection.request(acknowledgement, '+ACK', { timeout: 2_000 })).rejects.toMatchObject(
      refused,
    );
  });

  test('cannot replay a dead letter', async () => {
    const connection = await clientOf('supplies');
    const subject = `replay.payment.${SUBJECT}`;
    await expect(connection.request(subject, '{}', { timeout: 2_000 })).rejects.toMatchObject(refused);
  });
});
