import { join } from 'node:path';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, DataOf, EventDefinition } from '../../../platform/messaging/event.ts';
import { publishWaiting } from '../../../platform/postgres/event-log.ts';
import { createPostgresIdempotencyStore } from '../../../platform/postgres/idempotency.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool } from '../../../platform/postgres/pool.ts';
import { INBOX_RETENTION_MS } from '../../../platform/postgres/retention.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, type Delivery, deliver } from '../../../platform/testing/index.ts';
import type { bookingCancelled, bookingConfirmed } from '../../../schema/events/booking.ts';
import { bookmarkAdded, type bookmarkRemoved } from '../../../schema/events/community.ts';
import { roomUpdated } from '../../../schema/events/room.ts';
import { createServices } from '../application/services.ts';
import type { Message } from '../domain/message.ts';
import { MAILS_KEPT_MS } from '../settings.ts';
import { createPostgresMailQueue } from '../store/postgres-mail-queue.ts';
import { createPostgresMailboxStore } from '../store/postgres-mailbox-store.ts';
import { createPostgresMessageQueries } from '../store/postgres-message-queries.ts';
import { createPostgresRoomReplicaStore } from '../store/postgres-room-replica-store.ts';

export const log = createLogger('test', 'silent');

/** When the tests begin. */
export const NOON = '2030-05-01T12:00:00.000Z';

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/**
 * The service's parts on a real, empty database, without server, stream and mail server, and with a clock
 * that is set by hand.
 */
export async function createFixture() {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'notification', log });
  await migrate(pool, 'notification', {
    series: 'notification',
    folder: join(import.meta.dirname, '../store/migrations'),
  });
  let stored = 0;
  let now = NOON;
  const clock = () => now;
  const queries = createPostgresMessageQueries(pool);

  /** The services of one more instance on the same database, as another process has them. */
  function createInstance(inboxKeptMs = INBOX_RETENTION_MS) {
    return createServices({
      stores: {
        mailboxes: createPostgresMailboxStore({
          pool,
          sendsMail: true,
          onStored() {
            stored += 1;
          },
        }),
        queries,
        rooms: createPostgresRoomReplicaStore(pool),
        idempotency: createPostgresIdempotencyStore(pool),
      },
      clock,
      inboxKeptMs,
    });
  }
  const services = createInstance();

  /** Delivers an event that happens now, to this instance unless another is given. */
  function tellEvent<Definition extends EventDefinition>(
    definition: Definition,
    delivery: Delivery<Definition>,
    { reactions } = services,
  ): Promise<void> {
    return deliver(reactions, definition, { time: now, ...delivery });
  }

  return {
    url: database.url,
    pool,
    queries,
    mails: createPostgresMailQueue(pool, MAILS_KEPT_MS),
    services,
    createInstance,
    deliver: tellEvent,
    clock,
    /** How often events were stored, each time waking the relay. */
    stored: () => stored,
    /** Sets the time to an instant. */
    setClock(instant: string): void {
      now = instant;
    },

    /** A room that the service knows. */
    async knownRoom(fields: Partial<RoomData> = {}, version = 1): Promise<RoomData> {
      const room = roomOf(fields);
      const data = { room };
      await tellEvent(roomUpdated, { aggregateId: room.id, version, data });
      return room;
    },

    /** Sends a customer a message: a bookmark is set, or removed; the shortest event that has one. */
    async tell(
      customer: string,
      { definition = bookmarkAdded, id, time = now, name = 'Han' }: Told = {},
    ): Promise<void> {
      const target = { type: 'ROOM', id: newId(), name, host: null } as const;
      const sizes = { likeCount: 0, bookmarkCount: 1, reviewCount: 0, rating: null };
      const data = { target: { ...target, ...sizes }, customer: { id: customer } };
      await tellEvent(definition, { id, time, data });
    },

    /** All messages of a customer, newest first. */
    messages: (customerId: string): Promise<readonly Message[]> =>
      queries.newest({ customerId, unreadOnly: false }, { limit: 10_000, after: undefined }),

    /** Publishes the waiting events, as the relay does, and returns them. */
    async publish(): Promise<readonly CloudEvent[]> {
      const published: CloudEvent[] = [];
      const publishAll = async (events: readonly CloudEvent[]) => void published.push(...events);
      while ((await publishWaiting(pool, publishAll)) > 0);
      return published;
    },

    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

type Told = {
  readonly definition?: typeof bookmarkAdded | typeof bookmarkRemoved;
  /** The id of the event; that of an earlier one delivers it again. */
  readonly id?: string;
  readonly time?: string;
  /** The name of the room. */
  readonly name?: string;
};

export type RoomData = DataOf<typeof roomUpdated>['room'];
export type BookingData = DataOf<typeof bookingConfirmed>['booking'];
export type Cancellation = DataOf<typeof bookingCancelled>;

/** A room as its events carry it. */
export function roomOf(fields: Partial<RoomData> = {}): RoomData {
  return {
    id: newId(),
    host: { id: 'henry' },
    name: 'Han',
    description: null,
    location: null,
    capacity: 8,
    hourlyRate: { amount: 20_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
    ...fields,
  };
}

/** A booking of alice as its events carry it: of an hour in the evening, in Seoul. */
export function bookingOf({ id, name, host }: RoomData, fields: Partial<BookingData> = {}): BookingData {
  return {
    id: newId(),
    status: 'CONFIRMED',
    room: { id, name, host },
    customer: { id: 'alice' },
    slot: { start: '2030-05-02T09:00:00.000Z', end: '2030-05-02T10:00:00.000Z' },
    price: { amount: 20_000, currency: 'KRW' },
    requestedAt: NOON,
    cancelledAt: null,
    cancellationReason: null,
    ...fields,
  };
}
