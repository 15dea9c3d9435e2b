import { openIssuer } from '../../embedded/issuer.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { audit } from '../../tools/audit/audit.ts';
import { registerRooms } from '../load.ts';
import { type Booked, bookRoom } from './booked.ts';
import { loadRooms } from './rooms.ts';
import { append, onStores } from './stores.ts';

export type SeedOptions = {
  readonly bookings: number;
  /** The rooms that have them in turns. */
  readonly rooms: number;
  /** How many of the bookings lie ahead of one further room, the first one; none by default. */
  readonly aheadOfFirst?: number;
  /** Further rooms without any, which come last. */
  readonly emptyRooms?: number;
  /** False leaves the streams without the events: NATS syncs each to disk. */
  readonly publishes: boolean;
  /** Ends the seeding between two batches. */
  readonly signal?: AbortSignal;
  /** Is told how many bookings there are. */
  readonly onProgress?: (bookings: number) => void;
};

/** The rooms that were seeded, by their ids. */
export type SeededRooms = {
  /** How many there are. */
  readonly count: number;
  /** That with the most bookings ahead. */
  readonly first: string;
  /** That which comes last: one without bookings, if any are. */
  readonly empty: string;
  /** When the seeding began, in milliseconds since 1970; all slots follow from it. */
  readonly begun: number;
};

/** Bookings that are appended at once. */
export const BATCH = 1_000;
const CUSTOMER_BOOKINGS = 100;
/** The share of bookings that lie ahead. */
const AHEAD = 0.1;
/** A room is booked for one hour, and free for the next one. */
export const EVERY_MS = 2 * HOUR_MS;
export const BOOKED_BEFORE_MS = HOUR_MS / 2;
/** From now on, no booking of the past ends while it is seeded, and none ahead begins. */
export const MARGIN_MS = 24 * HOUR_MS;

/** The customer who has made the booking of a number. */
export function customerOf(number: number): string {
  return `customer ${Math.floor(number / CUSTOMER_BOOKINGS)}`;
}

/**
 * Fills the stores of a running instance with bookings as the services leave them, confirmed or completed.
 * The rooms are registered through the API; then the services are stopped, and bookings are appended in
 * batches by their own rules, statements, projections and relays. The services stay stopped: their consumers
 * have not handled the events.
 */
export async function seed(instance: TestInstance, options: SeedOptions): Promise<SeededRooms> {
  const { bookings, rooms, aheadOfFirst = 0, emptyRooms = 0, publishes, signal, onProgress } = options;
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: 'growth', role: 'host', expiresIn: 24 * 3_600 });
  const first = aheadOfFirst > 0 ? 1 : 0;
  await registerRooms(instance.url, token, first + rooms + emptyRooms);
  const { clean, settling } = await audit({ dataDir: instance.dataDir, waitMs: MARGIN_MS });
  if (!clean || settling.length > 0) throw new Error('The instance is not settled');
  return onStores(instance, async (stores) => {
    const begun = Date.now();
    const all = await loadRooms(stores.room);
    const plan = {
      first: all[0],
      aheadOfFirst,
      rooms: all.slice(first, first + rooms),
      others: bookings - aheadOfFirst,
      begun,
    };
    let appended = Promise.resolve();
    for (let done = 0; done < bookings; ) {
      // While the servers store the batch before.
      const booked: Booked[] = [];
      for (; booked.length < BATCH && done < bookings; done += 1) booked.push(book(plan, done));
      await appended;
      signal?.throwIfAborted();
      appended = append(stores, booked, publishes);
      onProgress?.(done);
    }
    await appended;
    return { count: all.length, first: all[0]?.id ?? '', empty: all.at(-1)?.id ?? '', begun };
  });
}

type Plan = {
  readonly first: Room | undefined;
  readonly aheadOfFirst: number;
  /** The others, and how many bookings they have. */
  readonly rooms: readonly Room[];
  readonly others: number;
  /** When the seeding began, in milliseconds since 1970. */
  readonly begun: number;
};

/** Books by number: first what lies ahead of the first room, then one room after the other. */
function book({ first, aheadOfFirst, rooms, others, begun }: Plan, number: number): Booked {
  if (number < aheadOfFirst) return bookSlot(first, number, number, begun);
  const slots = Math.ceil(others / rooms.length);
  const past = Math.ceil(slots * (1 - AHEAD));
  const nth = number - aheadOfFirst;
  return bookSlot(rooms[nth % rooms.length], Math.floor(nth / rooms.length) - past, number, begun);
}

/**
 * Books a room in one of the slots of which each second one is left free.
 *
 * @param place of the slot: 0 is the first one ahead, -1 the last one of the past
 */
function bookSlot(room: Room | undefined, place: number, number: number, begun: number): Booked {
  if (!room) throw new Error('There are no rooms');
  const isOver = place < 0;
  const start = begun + (isOver ? -MARGIN_MS : MARGIN_MS) + place * EVERY_MS;
  const requested = isOver ? start - BOOKED_BEFORE_MS : begun - HOUR_MS + (number % HOUR_MS);
  return bookRoom({
    room,
    customerId: customerOf(number),
    slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    requestedAt: new Date(requested).toISOString(),
    isOver,
  });
}
