import { inject } from 'vitest';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import { newId } from '../../../platform/identifiers.ts';
import { type CloudEvent, causedBy, type EventDefinition } from '../../../platform/messaging/event.ts';
import type { Reaction } from '../../../platform/messaging/reactions.ts';
import {
  connectMongo,
  createMongoIdempotencyStore,
  publishWaiting,
  readHistory,
} from '../../../platform/mongo/index.ts';
import { createServiceClient } from '../../../platform/subgraph/index.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { bookingCancelled, bookingPaid, bookingRejected } from '../../../schema/events/booking.ts';
import { createCloseRoom, createReopenRoom } from '../application/close-room.ts';
import { createDeleteRoom } from '../application/delete-room.ts';
import { onBookingEvents } from '../application/on-booking-events.ts';
import { createRegisterRoom } from '../application/register-room.ts';
import { createScheduledJobs } from '../application/scheduled-jobs.ts';
import { createUpdateRoom } from '../application/update-room.ts';
import type { RoomDetails } from '../domain/room.ts';
import { roomDecider } from '../domain/room-decide.ts';
import type { Slot } from '../domain/slot.ts';
import { createGraphqlSuppliesService } from '../store/graphql-supplies-service.ts';
import { createMongoRoomQueries } from '../store/mongo-room-queries.ts';
import { createMongoRoomStore } from '../store/mongo-room-store.ts';
import { openRooms } from '../store/room-document.ts';

export const log = createLogger('test', 'silent');
export const cause = { correlationId: 'story', causationId: 'request' };

export const details: RoomDetails = {
  name: 'Han',
  description: null,
  location: 'Seoul',
  capacity: 8,
  hourlyRate: { amount: 12_000, currency: 'KRW' },
  timeZone: 'Asia/Seoul',
};

/** An instant of one day. */
export function at(time: string): string {
  return `2030-05-01T${time}:00.000Z`;
}

export function slot(start: string, end: string): Slot {
  return { start: at(start), end: at(end) };
}

export type RoomFixture = Awaited<ReturnType<typeof createFixture>>;

export type FixtureOptions = {
  /** Where supplies is; nowhere when left out. */
  readonly suppliesUrl?: string;
  readonly suppliesTimeoutMs?: number;
};

/** The service's parts on a real, empty database, without server and stream, and with a clock that is set by hand. */
export async function createFixture({
  suppliesUrl = 'http://127.0.0.1:1',
  suppliesTimeoutMs = 2_000,
}: FixtureOptions = {}) {
  const mongo = await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${newId()}`, log });
  const collections = await openRooms(mongo);
  let now = at('06:00');
  const clock = () => now;
  const rooms = createMongoRoomStore(collections, () => {});
  const queries = createMongoRoomQueries(mongo);
  const client = createServiceClient({ urls: [suppliesUrl], token: 'token', timeoutMs: suppliesTimeoutMs });
  const supplies = createGraphqlSuppliesService(client, log);
  const handleRoom = createCommandHandler(rooms, roomDecider);
  const services = {
    registerRoom: createRegisterRoom({ handleRoom, clock }),
    updateRoom: createUpdateRoom({ handleRoom, clock }),
    deleteRoom: createDeleteRoom({ handleRoom, rooms, supplies, clock }),
    closeRoom: createCloseRoom({ handleRoom, clock }),
    reopenRoom: createReopenRoom({ handleRoom, clock }),
    idempotency: createMongoIdempotencyStore(mongo),
    rooms,
    queries,
  };
  const reactions = onBookingEvents({ handleRoom, clock });

  return {
    mongo,
    services,
    changeStatuses: createScheduledJobs({ handleRoom, queries, clock }).changeStatuses,

    setClock(time: string): void {
      now = at(time);
    },

    /** Registers a room and gives its id. */
    async register(changes: Partial<RoomDetails> = {}): Promise<string> {
      const attempt = { commandId: newId(), isRetry: false };
      await services.registerRoom({ ...details, ...changes, attempt, cause });
      return attempt.commandId;
    },

    /** Lets events of bookings come in; give the event's id to have the same come again. */
    async bookingPaid(booking: BookingOf, eventId = newId()): Promise<void> {
      await receive(reactions, bookingPaid, eventId, { booking: snapshot('PAID', booking) });
    },
    async bookingCancelled(booking: BookingOf, cancelledBy = 'CUSTOMER', eventId = newId()): Promise<void> {
      const data = { booking: snapshot('CANCELLED', booking), cancelledBy };
      await receive(reactions, bookingCancelled, eventId, data);
    },
    async bookingRejected(booking: BookingOf): Promise<void> {
      const data = {
        booking: snapshot('REJECTED', booking),
        reason: 'PAYMENT_DECLINED',
        declineCode: null,
      };
      await receive(reactions, bookingRejected, newId(), data);
    },

    /** What a room has told others so far, as `event` or `statusChanged FROM>TO`, without its registration. */
    async told(roomId: string): Promise<readonly string[]> {
      return (await readHistory(collections, [roomId])).slice(2).map(toText);
    },
    history: (roomId: string) => readHistory(collections, [roomId]),

    /** Publishes what waits, as the relay does, and gives it back. */
    async publish(): Promise<readonly CloudEvent[]> {
      const published: CloudEvent[] = [];
      await publishWaiting([collections], async (events) => void published.push(...events));
      return published;
    },

    async [Symbol.asyncDispose]() {
      await client.close();
      await mongo.close();
    },
  };
}

export type BookingOf = { readonly id: string; readonly roomId: string; readonly slot: Slot };

function snapshot(status: string, { id, roomId, slot }: BookingOf) {
  return {
    id,
    status,
    room: { id: roomId, name: details.name },
    customer: { id: 'alice' },
    slot,
    price: { amount: 12_000, currency: 'KRW' },
    requestedAt: at('06:00'),
    cancelledAt: null,
    cancellationReason: null,
  };
}

async function receive(
  reactions: readonly Reaction[],
  { type }: EventDefinition,
  id: string,
  data: { readonly booking: ReturnType<typeof snapshot> },
): Promise<void> {
  const aggregateId = data.booking.id;
  const event = { id, type, aggregateId, version: 2, time: at('06:00'), cause, data };
  for (const { definition, handle } of reactions) {
    if (definition.type === type) await handle({ ...event, cause: causedBy(event) });
  }
}

function toText({ type, data }: CloudEvent): string {
  const name = type.split('.')[2] ?? '';
  const { previousStatus, status, reason } = data as Readonly<Record<string, string | null>>;
  if (name === 'statusChanged') return `${name} ${previousStatus}>${status}`;
  return reason ? `${name} ${reason}` : name;
}
