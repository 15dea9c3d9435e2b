import { join } from 'node:path';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, DataOf } from '../../../platform/messaging/event.ts';
import { publishWaiting } from '../../../platform/postgres/event-log.ts';
import { createPostgresIdempotencyStore } from '../../../platform/postgres/idempotency.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, deliver } from '../../../platform/testing/index.ts';
import { roomDeleted, roomUpdated } from '../../../schema/events/room.ts';
import type { BookingService, ReviewPermission } from '../application/ports.ts';
import { createServices } from '../application/services.ts';
import { createPostgresCommunityQueries } from '../store/postgres-community-queries.ts';
import { createPostgresCourseStore } from '../store/postgres-course-store.ts';
import { createPostgresEngagementStore } from '../store/postgres-engagement-store.ts';
import { createPostgresErasureStore } from '../store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from '../store/postgres-room-replica-store.ts';
import { createTargetLock } from '../store/target-lock.ts';

export const log = createLogger('test', 'silent');
export const cause: Cause = { correlationId: 'story', causationId: 'request' };

/** Booking, where a test decides what it answers: the real one would need bookings that have begun. */
export type BookingFake = BookingService & {
  answer: () => ReviewPermission;
  /** The questions that it was asked, oldest first. */
  questions: Parameters<BookingService['mayReviewRoom']>[0][];
};

function createBookingFake(): BookingFake {
  const fake: BookingFake = {
    answer: () => ({ kind: 'Allowed' }),
    questions: [],
    async mayReviewRoom(question) {
      fake.questions.push(question);
      return fake.answer();
    },
  };
  return fake;
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/**
 * The service's parts on a real, empty database, without server and stream, and with a clock that is set by
 * hand.
 */
export async function createFixture() {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'community', log });
  await migrate(pool, 'community', {
    series: 'community',
    folder: join(import.meta.dirname, '../store/migrations'),
  });
  let stored = 0;
  let now = '2030-05-01T08:00:00.000Z';
  const bookings = createBookingFake();

  /** The services of one more instance on the same database, as another process has them. */
  function createInstance() {
    const lock = createTargetLock(pool, () => {
      stored += 1;
    });
    return createServices({
      stores: {
        engagements: createPostgresEngagementStore(lock),
        courses: createPostgresCourseStore(lock),
        rooms: createPostgresRoomReplicaStore(lock),
        queries: createPostgresCommunityQueries(pool),
        erasures: createPostgresErasureStore(pool),
        idempotency: createPostgresIdempotencyStore(pool),
      },
      clients: { bookings },
      clock: () => now,
    });
  }
  const services = createInstance();

  /** Delivers an event of a room, which carries the whole room. */
  async function tellRoom(
    room: RoomData,
    { definition = roomUpdated, version = 1 }: { definition?: typeof roomUpdated; version?: number } = {},
  ): Promise<void> {
    await deliver(services.reactions, definition, { aggregateId: room.id, version, data: { room } });
  }

  return {
    url: database.url,
    pool,
    services,
    createInstance,
    bookings,
    tellRoom,
    /** A room of the host henry, unless the fields differ. */
    async newRoom(fields: Partial<RoomData> = {}): Promise<RoomData> {
      const room = roomOf(fields);
      await tellRoom(room);
      return room;
    },
    deleteRoom: (room: RoomData, version = 2) =>
      tellRoom({ ...room, deleted: true }, { definition: roomDeleted, version }),
    /** How often events were stored, each time waking the relay. */
    stored: () => stored,
    /** Sets the time to an instant. */
    setClock(instant: string): void {
      now = instant;
    },
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

export type RoomData = DataOf<typeof roomUpdated>['room'];

/** A room as its events carry it. */
export function roomOf(fields: Partial<RoomData> = {}): RoomData {
  return {
    // Registered long ago: a new room's id makes use cases wait for the replica.
    id: `0190b6a0${newId().slice(8)}`,
    host: { id: 'henry' },
    name: 'Han',
    description: null,
    location: null,
    capacity: 8,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
    ...fields,
  };
}
