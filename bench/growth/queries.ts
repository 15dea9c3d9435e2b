import { Pool } from 'undici';
import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { costOf, type Repetition, repeat } from '../cpu-per-request.ts';
import { hourFrom, sendOperation } from '../load.ts';
import type { Costs } from './costs.ts';
import { MARGIN_MS, type SeededRooms } from './seed.ts';

/** One client, since equal requests of one caller share an execution while they are in flight. */
const QUERY: Repetition = { clients: 1, warmUpMs: 500, durationMs: 4_000 };
/** Each query runs for so long before the first one is measured. */
const WARM_UP_MS = 2_000;

/** The row of a query that reads the same rows in each store. */
export const PRICE = 'the price of a slot';

const PAGE = 'first: 20';
const BOOKING = 'id status slot { start end }';

/**
 * Queries by the names of their rows. `$room` is the room with the most bookings, `$slot` a free slot,
 * `$from` to `$to` a day.
 */
const QUERIES = {
  'rooms with their current bookings': `{ rooms(${PAGE}) { edges { node { id name status currentBooking { id } } } } }`,
  'rooms by a part of their names': `{ rooms(${PAGE}, filter: { nameContains: "oom " }) { edges { node { id } } } }`,
  'rooms by a name that none has': `{ rooms(${PAGE}, filter: { nameContains: "roomier" }) { edges { node { id } } } }`,
  'rooms that are available': `query ($slot: SlotInput!) {
    availableRooms(slot: $slot, ${PAGE}) { edges { node { id } } } }`,
  'free slots of the busy room': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { freeSlots(from: $from, to: $to) { start } } }`,
  'bookings of the busy room on a day': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { bookings(from: $from, to: $to, ${PAGE}) { edges { node { ${BOOKING} } } } } }`,
  'bookings of a customer, with payments': `{ me { bookings(${PAGE}) { edges { node { ${BOOKING} payment { status } } } } } }`,
  'upcoming bookings of a customer': `{ me { bookings(${PAGE}, when: UPCOMING) { edges { node { ${BOOKING} } } } } }`,
  [PRICE]: `query ($room: ID!, $slot: SlotInput!) {
    quote(roomId: $room, slot: $slot) { __typename } }`,
  'the board': `{ roomBoard(${PAGE}) { edges { node { roomId status bookedUntil nextBookingAt } } } }`,
  'my page': `{ myPage { unreadMessages bookings(${PAGE}) { edges { node { bookingId status } } } } }`,
} as const;

export type QueryOptions = {
  readonly rooms: SeededRooms;
  /** Of a customer who has bookings. */
  readonly token: string;
  readonly signal: AbortSignal;
  /** Is told which row is next. */
  readonly onNext: (row: string) => void;
};

/** Measures the CPU time of each query in all processes. */
export async function measureQueries(
  instance: TestInstance,
  { rooms: { first: room, begun }, token, signal, onNext }: QueryOptions,
): Promise<Costs> {
  const http = new Pool(instance.url, { connections: QUERY.clients });
  const variables = {
    room,
    slot: hourFrom(begun + MARGIN_MS + HOUR_MS, 0),
    from: new Date(begun + MARGIN_MS).toISOString(),
    to: new Date(begun + MARGIN_MS + 24 * HOUR_MS).toISOString(),
  };
  const asks = Object.entries(QUERIES).map(([name, query]) => {
    const ask = async () => {
      const data = await sendOperation(http, token, query, variables);
      if (Object.values(data).every((value) => value === null)) throw new Error(`${name} has no answer`);
    };
    return [name, ask] as const;
  });
  for (const [, ask] of asks) await repeat(ask, QUERY.clients, WARM_UP_MS);
  const costs: [string, number][] = [];
  for (const [name, ask] of asks) {
    signal.throwIfAborted();
    onNext(name);
    costs.push([name, (await costOf(instance, ask, QUERY)).cpuMs]);
  }
  await http.close();
  return costs;
}
