import { Pool } from 'undici';
import { openIssuer } from '../../embedded/issuer.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { bar, count, createProgress } from '../../tools/progress.ts';
import { defineBench } from '../bench.ts';
import { type Cost, costOf, type Repetition } from '../cpu-per-request.ts';
import { book, hourFrom, sendOperation } from '../load.ts';
import { printHeading, printTable } from '../report.ts';
import { customerOf, seed } from './seed.ts';

/** One, since equal requests of one caller share an execution while they are in flight. */
const LOAD: Repetition = { clients: 1, warmUpMs: 3_000, durationMs: 6_000 };
/** The bookings of a room at each size. */
const PER_ROOM = 100;
const SIZES = [1_000, 10_000, 50_000];
/** After all bookings that are seeded. */
const FREE_FROM_MS = 60 * 24 * HOUR_MS;

const PAGE = 'first: 20';
const BOOKING = 'id status slot { start end }';

/** Queries by the names of their rows. `$room` is a room, `$slot` a free slot, `$from` to `$to` a day. */
const QUERIES = {
  'rooms with their current bookings': `{ rooms(${PAGE}) { edges { node { id name status currentBooking { id } } } } }`,
  'rooms by a part of their names': `{ rooms(${PAGE}, filter: { nameContains: "oom 1" }) { edges { node { id } } } }`,
  'rooms that are available': `query ($slot: SlotInput!) {
    availableRooms(slot: $slot, ${PAGE}) { edges { node { id } } } }`,
  'free slots of a room': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { freeSlots(from: $from, to: $to) { start } } }`,
  'bookings of a room on a day': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { bookings(from: $from, to: $to, ${PAGE}) { edges { node { ${BOOKING} } } } } }`,
  'bookings of a customer, with payments': `{ me { bookings(${PAGE}) { edges { node { ${BOOKING} payment { status } } } } } }`,
  'upcoming bookings of a customer': `{ me { bookings(${PAGE}, when: UPCOMING) { edges { node { ${BOOKING} } } } } }`,
  'the price of a slot': `query ($room: ID!, $slot: SlotInput!) {
    quote(roomId: $room, slot: $slot) { __typename } }`,
  'the board': `{ roomBoard(${PAGE}) { edges { node { roomId status bookedUntil nextBookingAt } } } }`,
  'my page': `{ myPage { unreadMessages bookings(${PAGE}) { edges { node { bookingId status } } } } }`,
} as const;

const BOOK = 'bookRoom, confirmation included';

/** Measures the same requests in stores with more and more bookings. */
async function measureGrowth(sizes: readonly number[], signal: AbortSignal): Promise<void> {
  printHeading(`Growth: CPU ms of a request in all processes, one client`);
  const columns: ReadonlyMap<string, Cost>[] = [];
  for (const bookings of sizes) {
    signal.throwIfAborted();
    columns.push(await measureSize(bookings));
  }
  const rows = [BOOK, ...Object.keys(QUERIES)].map((name) => {
    const costs = columns.map((column) => column.get(name)?.cpuMs ?? Number.NaN);
    const [small = Number.NaN] = costs;
    return [name, ...costs.map((ms) => ms.toFixed(2)), ((costs.at(-1) ?? Number.NaN) / small).toFixed(2)];
  });
  printTable(
    ['', ...sizes.map((size) => `${size.toLocaleString('en')} bookings`), 'largest : smallest'],
    rows,
  );
}

export const growth = defineBench(
  {
    name: 'growth',
    about: 'CPU time of the same requests in stores with more and more bookings, which it seeds.',
    options: {
      bookings: {
        type: 'number',
        from: 1_000,
        to: 10_000_000,
        about: `the largest number of bookings (default ${SIZES.at(-1)}); a tenth and a hundredth, too`,
      },
    },
    example: 'growth --bookings 100000',
  },
  ({ bookings }, signal) =>
    measureGrowth(
      bookings === undefined ? SIZES : [bookings / 100, bookings / 10, bookings].map(Math.ceil),
      signal,
    ),
);

async function measureSize(bookings: number): Promise<ReadonlyMap<string, Cost>> {
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));
  await seed(instance, {
    bookings,
    rooms: Math.ceil(bookings / PER_ROOM),
    publishes: false,
    onProgress: (done) => progress.say(`${bar(done, bookings)} of ${count(bookings)} bookings`),
  });
  await instance.startOnly(...SERVICES.map(({ name }) => name));

  const issuer = await openIssuer(instance.dataDir);
  const mint = (subject: string) => issuer.mint({ subject, role: 'customer', expiresIn: 24 * 3_600 });
  const token = await mint(customerOf(Math.floor(bookings / 2)));
  const pool = new Pool(instance.url, { connections: LOAD.clients });
  const rooms = await roomsOf(pool, token);
  const [room = ''] = rooms;
  const now = Date.now();
  const variables = {
    room,
    slot: hourFrom(now + FREE_FROM_MS, 0),
    from: new Date(now).toISOString(),
    to: new Date(now + 24 * HOUR_MS).toISOString(),
  };
  const costs = new Map<string, Cost>();
  let booked = 0;
  const guests = await Promise.all(Array.from({ length: LOAD.clients }, (_, each) => mint(`guest-${each}`)));
  costs.set(
    BOOK,
    await costOf(
      instance,
      async () => {
        const number = booked;
        booked += 1;
        const slot = hourFrom(now + FREE_FROM_MS, 1 + Math.floor(number / rooms.length));
        const roomId = rooms[number % rooms.length] ?? room;
        const outcome = await book(pool, guests[number % guests.length] ?? token, { roomId, slot });
        if (outcome !== 'BookRoomSuccess') throw new Error(`bookRoom was answered by ${outcome}`);
      },
      LOAD,
    ),
  );
  for (const [name, query] of Object.entries(QUERIES)) {
    const ask = async () => {
      const data = await sendOperation(pool, token, query, variables);
      if (Object.values(data).every((value) => value === null)) throw new Error(`${name} has no answer`);
    };
    costs.set(name, await costOf(instance, ask, LOAD));
  }
  await pool.close();
  return costs;
}

async function roomsOf(pool: Pool, token: string): Promise<readonly string[]> {
  const { rooms } = await sendOperation(pool, token, `{ rooms(${PAGE}) { edges { node { id } } } }`, {});
  const edges: unknown = isRecord(rooms) ? rooms.edges : undefined;
  return Array.isArray(edges)
    ? edges.map((edge: { readonly node: { readonly id: string } }) => edge.node.id)
    : [];
}
