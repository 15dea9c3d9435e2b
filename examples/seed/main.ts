/** `npm run seed`: fills the running instance with rooms, bookings and courses through the public API. */
import { setTimeout as delay } from 'node:timers/promises';
import { CONSOLE, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { BookRoomDocument, RegisterRoomDocument } from '../documents.generated.ts';
import { asPeople, type People } from '../people.ts';
import { seedCourses } from './courses.ts';
import { planBookings, ROOMS, type SeedBooking, type SeedRoom } from './plan.ts';
import { SEED } from './usage.ts';

const PATIENCE_MS = 20_000;
const PAUSE_MS = 100;

/** Reads the rooms of a name, and what is booked in a room. */
const FIND_ROOMS = `query SeedRooms($name: String!) {
  rooms(filter: { nameContains: $name }, first: 100) { edges { node { id name location } } }
}`;
const READ_WEEK = `query SeedWeek($id: ID!, $from: DateTime!, $to: DateTime!) {
  room(id: $id) { freeSlots(from: $from, to: $to) { start } bookings(from: $from, to: $to, first: 100) { edges { node { slot { start } } } } }
}`;
type FoundRooms = {
  readonly rooms: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly name: string; readonly location: string | null };
    }[];
  } | null;
};
type Week = {
  readonly room: {
    readonly freeSlots: readonly unknown[] | null;
    readonly bookings: {
      readonly edges: readonly { readonly node: { readonly slot: { readonly start: string } } }[];
    } | null;
  } | null;
};
type Names = { readonly name: string };
type Interval = { readonly id: string; readonly from: string; readonly to: string };

type Counts = { added: number; left: number; failed: string[] };

async function seed(people: People): Promise<number> {
  const rooms: Counts = { added: 0, left: 0, failed: [] };
  const bookings: Counts = { added: 0, left: 0, failed: [] };
  const plan = planBookings(new Date());
  const roomIds = new Map<string, string>();
  for (const room of ROOMS) {
    const id = await findOrRegister(people, room, rooms);
    if (id === undefined) continue;
    roomIds.set(room.key, id);
    const wanted = plan.filter((each) => each.room === room);
    await bookAll(people, id, wanted, bookings);
  }
  console.log(
    `${rooms.added} rooms added, ${rooms.left} were there: ${ROOMS.map(({ input }) => input.name).join(', ')}.`,
  );
  console.log(`${bookings.added} bookings of the coming week added, ${bookings.left} slots were taken.`);
  const courses = await seedCourses(people, roomIds);
  console.log(`${courses.added} courses added, ${courses.left} were there.`);
  const failed = [...rooms.failed, ...bookings.failed, ...courses.failed];
  for (const each of failed) console.error(each);
  if (failed.length > 0) return 1;
  console.log(`The rooms and courses belong to henry and hana; \`npm run open\` shows them.`);
  return 0;
}

/** The id of the room, which its host registers if there is none of this name at this location. */
async function findOrRegister(
  people: People,
  { host, input }: SeedRoom,
  counts: Counts,
): Promise<string | undefined> {
  const client = await people.as(host, 'host');
  const found = await client.run<FoundRooms, Names>(FIND_ROOMS, { name: input.name });
  const here = found.data?.rooms?.edges.find(
    ({ node }) => node.name === input.name && node.location === input.location,
  );
  if (here !== undefined) {
    counts.left += 1;
    return here.node.id;
  }
  const { data, errors } = await client.run(RegisterRoomDocument, { input });
  const answer = data?.registerRoom;
  if (answer?.__typename === 'RegisterRoomSuccess') {
    counts.added += 1;
    return answer.room.id;
  }
  counts.failed.push(`${input.name}: ${answer?.message ?? errors?.[0]?.message ?? 'no answer'}`);
  return undefined;
}

async function bookAll(
  people: People,
  roomId: string,
  bookings: readonly SeedBooking[],
  counts: Counts,
): Promise<void> {
  const taken = await takenStarts(people, roomId, bookings);
  if (taken === undefined) {
    counts.failed.push(
      `${bookings[0]?.room.input.name ?? roomId}: booking does not know the room, or it was deleted.`,
    );
    return;
  }
  for (const { key, customer, slot } of bookings) {
    if (taken.has(Date.parse(slot.start))) {
      counts.left += 1;
      continue;
    }
    const client = await people.as(customer, 'customer');
    const input = { roomId, slot, paymentMethod: 'pm_card_visa', idempotencyKey: key };
    const { data, errors } = await client.run(BookRoomDocument, { input });
    const answer = data?.bookRoom;
    // A booking that was cancelled since, or a slot that somebody else has, is left.
    if (answer?.__typename === 'BookRoomSuccess' && answer.booking.status !== 'CANCELLED') counts.added += 1;
    else if (answer?.__typename === 'BookRoomSuccess' || answer?.__typename === 'SlotTaken') counts.left += 1;
    else counts.failed.push(`${key}: ${answer?.message ?? errors?.[0]?.message ?? 'no answer'}`);
  }
}

/**
 * The starts of the room's bookings in the days of the plan. Waits until booking knows the room; undefined if
 * it does not in time.
 */
async function takenStarts(
  people: People,
  id: string,
  bookings: readonly SeedBooking[],
): Promise<ReadonlySet<number> | undefined> {
  const starts = bookings.map(({ slot }) => slot.start).sort();
  const ends = bookings.map(({ slot }) => slot.end).sort();
  const [from, to] = [starts[0], ends.at(-1)];
  if (from === undefined || to === undefined) return new Set();
  const client = await people.as('alice', 'customer');
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const room = (await client.run<Week, Interval>(READ_WEEK, { id, from, to })).data?.room;
    if (room?.freeSlots && room.freeSlots.length > 0)
      return new Set(room.bookings?.edges.map(({ node }) => Date.parse(node.slot.start)));
    await delay(PAUSE_MS);
  }
  return undefined;
}

process.exit(await runCommand(SEED, process.argv.slice(2), () => asPeople(environment, CONSOLE, seed)));
