import { inject } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, DataOf, EventDefinition } from '../../../platform/messaging/event.ts';
import { connectMongo } from '../../../platform/mongo/connection.ts';
import { publishWaiting, readHistory } from '../../../platform/mongo/outbox.ts';
import { createServiceClient } from '../../../platform/subgraph/service-client.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { deliver } from '../../../platform/testing/index.ts';
import {
  bookingCancelled,
  bookingPaid,
  bookingRejected,
  customerErased,
} from '../../../schema/events/booking.ts';
import { suppliesChanged } from '../../../schema/events/supplies.ts';
import { createServices } from '../application/services.ts';
import type { Slot } from '../domain/assignment.ts';
import type { RoomDetails, SupplyLine } from '../domain/room.ts';
import { createGraphqlSuppliesService } from '../store/graphql-supplies-service.ts';
import { openModels, openStores } from '../store/open-stores.ts';

export const log = createLogger('test', 'silent');
export const cause = { correlationId: 'story', causationId: 'request' };

/** The host of the tests' rooms, another host and an admin; their tokens have these subjects by default. */
export const host: Actor = { subject: 'host', manages: 'OWN' };
export const otherHost: Actor = { subject: 'hana', manages: 'OWN' };
export const admin: Actor = { subject: 'admin', manages: 'ALL' };

export const details: RoomDetails = {
  name: 'Han',
  description: null,
  location: 'Seoul',
  capacity: 8,
  hourlyRate: { amount: 12_000, currency: 'KRW' },
  timeZone: 'Asia/Seoul',
};

/** An instant on the day of the tests, such as `at('09:30')`. */
export function at(time: string): string {
  return `2030-05-01T${time}:00.000Z`;
}

export function slot(start: string, end: string): Slot {
  return { start: at(start), end: at(end) };
}

export type RoomFixture = Awaited<ReturnType<typeof createFixture>>;

export type FixtureOptions = {
  /** The address of supplies; an unreachable one when left out. */
  readonly suppliesUrl?: string;
  readonly suppliesTimeoutMs?: number;
  /** The address of MongoDB; that of the tests when left out. */
  readonly mongodbUrl?: string;
};

/**
 * The service's parts on a real, empty database, without server and stream, and with a clock that is set by
 * hand.
 */
export async function createFixture({
  suppliesUrl = 'http://127.0.0.1:1',
  suppliesTimeoutMs = 10_000,
  mongodbUrl = inject('mongodbUrl'),
}: FixtureOptions = {}) {
  const dbName = `test_${newId()}`;
  const mongo = await connectMongo({ url: mongodbUrl, dbName, log });
  const models = await openModels(mongo);
  let now = at('06:00');
  const client = createServiceClient({ urls: [suppliesUrl], token: 'token', timeoutMs: suppliesTimeoutMs });
  const clients = { supplies: createGraphqlSuppliesService(client, log) };
  const clock = () => now;
  const services = createServices({ stores: await openStores(mongo, models, () => {}), clients, clock });

  async function happen<Definition extends EventDefinition>(
    definition: Definition,
    data: DataOf<Definition> & { readonly booking: { readonly id: string } },
    id?: string,
    time = at('06:00'),
  ): Promise<void> {
    const aggregateId = data.booking.id;
    await deliver(services.reactions, definition, { id, aggregateId, version: 2, time, data });
  }

  async function eventsAbout(roomId: string): Promise<readonly CloudEvent[]> {
    const found = await models.assignments.aggregates.find({ 'state.roomId': roomId }, '_id').lean();
    const ids = found.map(({ _id }) => _id);
    const [ofRoom, ofBookings] = await Promise.all([
      readHistory(models.rooms, [roomId]),
      readHistory(models.assignments, ids),
    ]);
    return [...ofRoom, ...ofBookings].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  return {
    mongo,
    models,
    services,

    /**
     * Starts the service once more on the same database, and returns its parts.
     *
     * @param url another way to the server
     */
    async startInstance(url = inject('mongodbUrl')) {
      const link = await connectMongo({ url, dbName, log });
      try {
        const stores = await openStores(link, await openModels(link), () => {});
        return {
          ...createServices({ stores, clients, clock }),
          [Symbol.asyncDispose]: () => link.close(),
        };
      } catch (error) {
        await link.close();
        throw error;
      }
    },

    setClock(time: string): void {
      now = at(time);
    },

    /** Registers a room of the host, or of another actor, and returns its id. */
    async register(changes: Partial<RoomDetails> = {}, actor = host): Promise<string> {
      const attempt = { commandId: newId(), isRetry: false };
      await services.registerRoom({ ...details, ...changes, attempt, actor, cause });
      return attempt.commandId;
    },

    /** Stores a room as it was stored before rooms had hosts, and returns its id. */
    async storeHostless(): Promise<string> {
      const id = newId();
      const status = { status: 'EMPTY', statusSince: at('05:00'), occupiedBy: null };
      const state = { ...details, ...status, id, deleted: false };
      await mongo
        .collection<{ _id: string }>('rooms')
        .insertOne(Object.assign({ _id: id }, { revision: 1, version: 2, state, outbox: [] }));
      return id;
    },

    /** Delivers an event with all supplies of a room after it. */
    async suppliesChanged(roomId: string, version: number, ...lines: readonly SupplyLine[]): Promise<void> {
      const supplies = lines.map((line) => ({ ...line, id: newId(), updatedAt: at('06:00') }));
      const data = { room: { id: roomId }, supplies };
      await deliver(services.reactions, suppliesChanged, { aggregateId: roomId, version, data });
    },

    /** These deliver events of bookings; give an event's id to deliver the same one again. */
    bookingPaid: (booking: BookingOf, eventId?: string, time?: string) =>
      happen(bookingPaid, { booking: snapshot('PAID', booking) }, eventId, time),
    bookingCancelled: (
      booking: BookingOf,
      cancelledBy: DataOf<typeof bookingCancelled>['cancelledBy'] = 'CUSTOMER',
      eventId?: string,
    ) => happen(bookingCancelled, { booking: snapshot('CANCELLED', booking), cancelledBy }, eventId),
    bookingRejected: (booking: BookingOf) =>
      happen(bookingRejected, {
        booking: snapshot('REJECTED', booking),
        reason: 'PAYMENT_DECLINED',
        declineCode: null,
      }),

    customerErased: (booking: BookingOf) =>
      deliver(services.reactions, customerErased, {
        data: {
          customer: { id: 'alice' },
          pseudonym: 'erased-1',
          bookings: [{ id: booking.id, room: { id: booking.roomId } }],
        },
      }),

    /**
     * The published events of a room and its assignments, oldest first, as `event` or
     * `statusChanged FROM>TO`, without its registration.
     */
    async eventsOf(roomId: string): Promise<readonly string[]> {
      return (await eventsAbout(roomId)).slice(2).map(toText);
    },
    /** The events of a room without those of its assignments, oldest first. */
    history: (roomId: string) => readHistory(models.rooms, [roomId]),
    /** The events of what has become of a booking, oldest first. */
    historyOf: (bookingId: string) => readHistory(models.assignments, [bookingId]),

    /** Publishes the waiting events, as the relay does, and returns them. */
    async publish(): Promise<readonly CloudEvent[]> {
      const published: CloudEvent[] = [];
      await publishWaiting(Object.values(models), async (events) => void published.push(...events));
      return published;
    },

    async [Symbol.asyncDispose]() {
      await client.close();
      await mongo.close();
    },
  };
}

type BookingSnapshot = DataOf<typeof bookingPaid>['booking'];

export type BookingOf = { readonly id: string; readonly roomId: string; readonly slot: Slot };

function snapshot(status: BookingSnapshot['status'], { id, roomId, slot }: BookingOf): BookingSnapshot {
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

function toText({ type, data }: CloudEvent): string {
  const name = type.split('.')[2] ?? '';
  const { previousStatus, status, reason } = data as Readonly<Record<string, string | null>>;
  if (name === 'statusChanged') return `${name} ${previousStatus}>${status}`;
  return reason ? `${name} ${reason}` : name;
}
