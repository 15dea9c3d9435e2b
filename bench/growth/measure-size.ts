import { Pool } from 'undici';
import { openIssuer } from '../../embedded/issuer.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { findAddresses } from '../../tools/events/instance.ts';
import { openServicePool } from '../../tools/events/stores.ts';
import { bar, count, createProgress, type Progress } from '../../tools/progress.ts';
import { costOf, type Repetition, repeat } from '../cpu-per-request.ts';
import { hourFrom, sendOperation } from '../load.ts';
import { type AuditCost, measureAudit } from './audited.ts';
import { costsUntilConfirmed, requireConfirmed } from './confirmed.ts';
import { QUERIES } from './queries.ts';
import { customerOf, EVERY_MS, MARGIN_MS, type SeededRooms, seed } from './seed.ts';

/** One client, since equal requests of one caller share an execution while they are in flight. */
const QUERY: Repetition = { clients: 1, warmUpMs: 500, durationMs: 4_000 };
/** Each query runs for so long before the first one is measured. */
const WARM_UP_MS = 2_000;
/** The bookings of each room but one: so few that each size has a whole page of rooms. */
const PER_ROOM = 20;
/** The share of the bookings that lie ahead of one room. */
const AHEAD_OF_ONE = 0.5;
const BOOKING_CLIENTS = 8;
/** After all bookings of the rooms that have them in turns. */
const FREE_FROM_MS = 60 * 24 * HOUR_MS;

/** Rows of bookings, of which the second one is about the room with half of all bookings ahead. */
export const BOOK_ROWS = [
  'bookRoom until CONFIRMED, in an empty room',
  'bookRoom until CONFIRMED, in the room with half of all bookings ahead',
] as const;

/** The rows of a measurement, in order. */
export const ROWS = [...BOOK_ROWS, ...Object.keys(QUERIES)];

export type SizeCosts = {
  readonly bookings: number;
  /** CPU time of a request in all processes by the name of its row, in milliseconds. */
  readonly requests: ReadonlyMap<string, number>;
  readonly audit: AuditCost;
  /** What the history of one booking costs, with the checks of it. */
  readonly auditOfOne: AuditCost;
};

/**
 * Seeds a store, and measures the same requests in it, and the auditor.
 *
 * @param bookings how many it has
 */
export async function measureSize(bookings: number, signal: AbortSignal): Promise<SizeCosts> {
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));
  const aheadOfFirst = Math.floor(bookings * AHEAD_OF_ONE);
  const rooms = await seed(instance, {
    bookings,
    rooms: Math.ceil((bookings - aheadOfFirst) / PER_ROOM),
    aheadOfFirst,
    emptyRooms: 1,
    publishes: false,
    signal,
    onProgress: (done) => progress.say(`${bar(done, bookings)} of ${count(bookings)} bookings`),
  });
  await instance.startOnly(...SERVICES.map(({ name }) => name));
  const requests = new Map([
    ...(await measureQueries(instance, rooms, { bookings, signal, progress })),
    ...(await measureBookings(instance, rooms)),
  ]);
  return { bookings, requests, ...(await measureAudits(instance, signal)) };
}

/** What was seeded is in no stream. */
const AUDIT_OPTIONS = ['--no-streams'];

async function measureAudits(instance: TestInstance, signal: AbortSignal) {
  const store = await openBookings(instance);
  const { rows } = await store.query<{ id: string }>('SELECT id FROM bookings LIMIT 1');
  await store.end();
  const { dataDir } = instance;
  return {
    audit: await measureAudit(dataDir, AUDIT_OPTIONS, signal),
    auditOfOne: await measureAudit(dataDir, ['--booking', rows[0]?.id ?? ''], signal),
  };
}

function openBookings({ dataDir }: TestInstance) {
  return openServicePool('booking', findAddresses({ DATA_DIR: dataDir }).database('booking', 'postgres'));
}

type Run = { readonly bookings: number; readonly signal: AbortSignal; readonly progress: Progress };

async function measureQueries(
  instance: TestInstance,
  { first: room, begun }: SeededRooms,
  { bookings, signal, progress }: Run,
): Promise<readonly (readonly [string, number])[]> {
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({
    subject: customerOf(Math.floor(bookings * 0.75)),
    role: 'customer',
    expiresIn: 24 * 3_600,
  });
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
    progress.say(`${count(bookings)} bookings: ${name}`);
    costs.push([name, (await costOf(instance, ask, QUERY)).cpuMs]);
  }
  await http.close();
  return costs;
}

async function measureBookings(
  instance: TestInstance,
  { first, empty, begun }: SeededRooms,
): Promise<readonly (readonly [string, number])[]> {
  const issuer = await openIssuer(instance.dataDir);
  const tokens = await Promise.all(
    Array.from({ length: BOOKING_CLIENTS }, (_, each) =>
      issuer.mint({ subject: `guest-${each}`, role: 'customer', expiresIn: 3_600 }),
    ),
  );
  const http = new Pool(instance.url, { connections: BOOKING_CLIENTS });
  const store = await openBookings(instance);
  try {
    const costs = await costsUntilConfirmed({ instance, http, store, tokens }, [
      { roomId: empty, slot: (number) => hourFrom(begun + FREE_FROM_MS, number) },
      // Between those that are booked.
      {
        roomId: first,
        slot: (number) => hourFrom(begun + MARGIN_MS + HOUR_MS + number * EVERY_MS, 0),
      },
    ]);
    await requireConfirmed(store);
    return BOOK_ROWS.map((name, index) => [name, costs[index] ?? Number.NaN] as const);
  } finally {
    await Promise.all([http.close(), store.end()]);
  }
}
