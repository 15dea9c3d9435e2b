import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { openIssuer } from '../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../embedded/testing.ts';
import { createClient } from '../examples/client.ts';
import { defineBench } from './bench.ts';
import { BOARD_ROOMS, BOARDS } from './boards.ts';
import { cpuTimes, cpuTimesSince } from './instance-cpu.ts';
import { book, hourFrom, registerRooms, sendOperation } from './load.ts';
import { percentile, printHeading, printTable } from './report.ts';

/** The load of docs/scaling.md: what a day of bookings brings in its busiest hour. */
const MODEL = {
  bookingsADayOfARoom: 10,
  /** The busiest hour has a fifth of the day. */
  peakSeconds: 18_000,
  boardsPerBooking: { roomBoard: 40, 'rooms with currentBooking': 10 },
  /** The share of the rooms that a subscriber watches; there are as many subscribers as rooms. */
  watched: 0.01,
} as const;
/** What the model counts for an operation, CPU ms over all processes: the table of docs/scaling.md. */
const COSTS = { booking: 10.7, roomBoard: 2.5, 'rooms with currentBooking': 7.9 } as const;

type Kind = keyof typeof COSTS;
const KINDS = ['booking', 'roomBoard', 'rooms with currentBooking'] as const satisfies readonly Kind[];

const CUSTOMERS = 64;
/** Subscribers that connect at a time. */
const AT_ONCE = 50;
const WARM_UP_MS = 10_000;
/** From a booking to the start of its slot, at which the status of its room changes. */
const LEAD_MS = 2_000;
const TOKEN_LIFETIME_S = 3_600;

/**
 * Runs the busiest hour of a day with so many bookings for a while, as the model says: arrivals at even
 * times, whether earlier ones have ended or not, and as many subscribers as rooms. Prints the CPU time beyond
 * that at rest, beside the model's.
 */
async function measureScaling(bookingsADay: number, seconds: number, signal: AbortSignal): Promise<void> {
  const perSecond = bookingsADay / MODEL.peakSeconds;
  const rates: Readonly<Record<Kind, number>> = {
    booking: perSecond,
    roomBoard: perSecond * MODEL.boardsPerBooking.roomBoard,
    'rooms with currentBooking': perSecond * MODEL.boardsPerBooking['rooms with currentBooking'],
  };
  printHeading(`${bookingsADay.toLocaleString('en')} bookings a day: the busiest hour, for ${seconds} s`);
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const issuer = await openIssuer(instance.dataDir);
  const mint = (subject: string, role: 'host' | 'customer') =>
    issuer.mint({ subject, role, expiresIn: TOKEN_LIFETIME_S });
  const count = Math.ceil(bookingsADay / MODEL.bookingsADayOfARoom);
  const rooms = await registerRooms(instance.url, await mint('load', 'host'), count);
  const subscribers = await subscribeAll(instance.url, mint, rooms);
  const tokens = await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, index) => mint(`customer-${index}`, 'customer')),
  );
  await using callers = openCallers(instance.url, tokens, rooms);

  const runAll = (durationMs: number) =>
    Promise.all(KINDS.map((kind) => arrive(rates[kind], durationMs, callers[kind], signal)));
  await runAll(WARM_UP_MS);
  const atRest = await coresDuring(instance, () => delay(seconds * 1_000, undefined, { signal }));
  const changesBefore = subscribers.changes();
  const loaded = await coresDuring(instance, () => runAll(seconds * 1_000));
  const changes = subscribers.changes() - changesBefore;
  await subscribers.close();

  printTable(
    ['', 'a second', 'count', 'failed', 'p50 ms', 'p99 ms', 'cores in the model'],
    KINDS.map((kind, index) => {
      const samples = loaded.result[index] ?? [];
      const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
      return [
        kind,
        rates[kind].toFixed(2),
        samples.length,
        samples.filter(({ isServed }) => !isServed).length,
        percentile(times, 0.5).toFixed(1),
        percentile(times, 0.99).toFixed(1),
        ((rates[kind] * COSTS[kind]) / 1_000).toFixed(4),
      ];
    }),
  );
  const model = KINDS.reduce((sum, kind) => sum + (rates[kind] * COSTS[kind]) / 1_000, 0);
  console.log(`\n${rooms.length} rooms, ${rooms.length} subscribers, ${changes} live changes.`);
  console.log(`The model says ${model.toFixed(4)} cores more than at rest:\n`);
  const names = [...loaded.cores.keys()].toSorted((a, b) => coreOf(loaded, b) - coreOf(loaded, a));
  const sumOf = (part: Cores) => names.reduce((sum, name) => sum + coreOf(part, name), 0);
  printTable(
    ['cores', 'at rest', 'under load', 'more'],
    [
      ...names.map((name) => [name, coreOf(atRest, name), coreOf(loaded, name)] as const),
      ['all', sumOf(atRest), sumOf(loaded)] as const,
    ].map(([name, rest, load]) => [name, rest.toFixed(4), load.toFixed(4), (load - rest).toFixed(4)]),
  );
}

export const scaling = defineBench(
  {
    name: 'scaling',
    about: 'The busiest hour of a day with so many bookings, beside what docs/scaling.md says of it.',
    options: {
      'bookings-a-day': { type: 'number', from: 100, to: 200_000, default: 1_000, about: 'bookings a day' },
      seconds: { type: 'number', from: 10, to: 3_600, default: 120, about: 'how long it is measured' },
    },
    example: 'scaling --bookings-a-day 100000 --seconds 60',
  },
  ({ 'bookings-a-day': bookingsADay, seconds }, signal) => measureScaling(bookingsADay, seconds, signal),
);

type Cores = { readonly cores: ReadonlyMap<string, number> };

function coreOf({ cores }: Cores, name: string): number {
  return cores.get(name) ?? 0;
}

/** Runs a piece of work, and returns the cores that the instance's processes used meanwhile, by process. */
async function coresDuring<T>(instance: TestInstance, work: () => Promise<T>) {
  const before = cpuTimes(instance);
  const begun = performance.now();
  const result = await work();
  const ms = performance.now() - begun;
  const used = cpuTimesSince(instance, before);
  return { result, cores: new Map(used.map((each) => [each.name, each.ms / ms])) };
}

type Sample = { readonly ms: number; readonly isServed: boolean };

/** Sends requests at even times, whether the earlier ones have ended or not, and waits for all. */
async function arrive(
  perSecond: number,
  durationMs: number,
  send: (index: number) => Promise<boolean>,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const begun = performance.now();
  const sent: Promise<Sample>[] = [];
  async function measure(index: number): Promise<Sample> {
    const at = performance.now();
    const isServed = await send(index);
    return { ms: performance.now() - at, isServed };
  }
  for (let index = 0; ; index += 1) {
    const due = ((index + 0.5) * 1_000) / perSecond;
    if (due > durationMs) break;
    await delay(Math.max(0, begun + due - performance.now()), undefined, { signal });
    sent.push(measure(index));
  }
  await delay(Math.max(0, begun + durationMs - performance.now()), undefined, { signal });
  return Promise.all(sent);
}

/** Functions that send one request of a kind each, and return whether it was served. */
function openCallers(url: string, tokens: readonly string[], rooms: readonly string[]) {
  const pool = new Pool(url, { connections: CUSTOMERS });
  const tokenOf = (index: number) => tokens[index % tokens.length] ?? '';
  let booked = 0;
  async function readBoard(kind: keyof typeof BOARDS, index: number): Promise<boolean> {
    const data = await sendOperation(pool, tokenOf(index), BOARDS[kind], { first: BOARD_ROOMS });
    return Object.values(data).some((part) => part !== null);
  }
  return {
    async booking(index: number): Promise<boolean> {
      const roomId = rooms[booked % rooms.length] ?? '';
      const slot = hourFrom(Date.now() + LEAD_MS, Math.floor(booked / rooms.length));
      booked += 1;
      return (await book(pool, tokenOf(index), { roomId, slot })) === 'BookRoomSuccess';
    },
    roomBoard: (index: number) => readBoard('roomBoard', index),
    'rooms with currentBooking': (index: number) => readBoard('rooms with currentBooking', index),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

const WATCH = 'subscription ($roomIds: [ID!]!) { roomStatusChanged(roomIds: $roomIds) { kind status } }';

/** Connects as many subscribers as there are rooms, and returns when each has a snapshot of all its rooms. */
async function subscribeAll(
  url: string,
  mint: (subject: string, role: 'customer') => Promise<string>,
  rooms: readonly string[],
) {
  const each = Math.max(1, Math.floor(rooms.length * MODEL.watched));
  const clients: ReturnType<typeof createClient>[] = [];
  const followed: Promise<void>[] = [];
  let changes = 0;

  async function subscribe(index: number): Promise<void> {
    const client = createClient({ url, token: await mint(`subscriber-${index}`, 'customer') });
    clients.push(client);
    const roomIds = Array.from({ length: each }, (_, next) => rooms[(index + next) % rooms.length] ?? '');
    const complete = Promise.withResolvers<void>();
    async function follow(): Promise<void> {
      let left = each;
      for await (const { errors } of client.subscribe(WATCH, { roomIds })) {
        if (errors) throw new Error(`A subscription was answered by ${JSON.stringify(errors)}`);
        if (left === 0) changes += 1;
        else left -= 1;
        if (left === 0) complete.resolve();
      }
    }
    const following = follow();
    following.catch(complete.reject);
    followed.push(following);
    await complete.promise;
  }

  const waiting = rooms.keys();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const index of waiting) await subscribe(index);
    }),
  );
  return {
    changes: () => changes,
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(followed);
    },
  };
}
