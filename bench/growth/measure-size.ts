import { openIssuer } from '../../embedded/issuer.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { bar, count, createProgress } from '../../tools/progress.ts';
import { type AuditCost, measureAudit } from './audited.ts';
import { measureBacklog } from './backlog.ts';
import { measureSnapshot } from './live-snapshot.ts';
import { measureOneInstant } from './one-instant.ts';
import { measureQueries } from './queries.ts';
import { measureRestarts } from './restart.ts';
import { customerOf, type SeededRooms, seed } from './seed.ts';
import { openBookings } from './stores.ts';
import { measureBookings } from './until-confirmed.ts';

/** The bookings of each room but one: so few that each size has a whole page of rooms. */
const PER_ROOM = 20;
/** The share of the bookings that lie ahead of one room. */
const AHEAD_OF_ONE = 0.5;

export type SizeCosts = {
  readonly bookings: number;
  /** By the names of their rows: see `Costs`. */
  readonly costs: ReadonlyMap<string, number>;
  readonly audit: AuditCost;
  /** What the history of one booking costs, with the checks of it. */
  readonly auditOfOne: AuditCost;
};

/**
 * Seeds a store, and measures the same requests in it, a restart, what the clock causes, the auditor and a
 * backlog.
 *
 * @param bookings how many it has
 */
export async function measureSize(bookings: number, signal: AbortSignal): Promise<SizeCosts> {
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const rooms = await fill(instance, bookings, signal);
  await instance.startOnly(...SERVICES.map(({ name }) => name));
  const begin = (row: string) => {
    signal.throwIfAborted();
    process.stderr.write(`${count(bookings)} bookings: ${row}\n`);
  };
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({
    subject: customerOf(Math.floor(bookings * 0.75)),
    role: 'customer',
    expiresIn: 24 * 3_600,
  });

  begin('queries');
  const queries = await measureQueries(instance, { rooms, token, signal, onNext: begin });
  begin('a live snapshot');
  const snapshot = await measureSnapshot(instance, token, rooms.count);
  begin('bookRoom until CONFIRMED');
  const booked = await measureBookings(instance, rooms);
  begin('restarts');
  const restarts = await measureRestarts(instance);
  begin('slots that end or begin at one instant');
  const atOneInstant = await measureOneInstant(instance);
  begin('the audit');
  const audits = await measureAudits(instance, signal);
  // Last: it leaves consumers behind.
  begin('a backlog');
  const backlog = await measureBacklog(instance, { bookings, begun: rooms.begun });
  const costs = [...booked, ...queries, ...snapshot, ...backlog, ...restarts, ...atOneInstant];
  return { bookings, costs: new Map(costs), ...audits };
}

function fill(instance: TestInstance, bookings: number, signal: AbortSignal): Promise<SeededRooms> {
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));
  const aheadOfFirst = Math.floor(bookings * AHEAD_OF_ONE);
  return seed(instance, {
    bookings,
    rooms: Math.ceil((bookings - aheadOfFirst) / PER_ROOM),
    aheadOfFirst,
    emptyRooms: 1,
    publishes: false,
    signal,
    onProgress: (done) => progress.say(`${bar(done, bookings)} of ${count(bookings)} bookings`),
  });
}

/** What was seeded is in no stream. */
const AUDIT_OPTIONS = ['--no-streams'];

async function measureAudits(
  instance: TestInstance,
  signal: AbortSignal,
): Promise<Pick<SizeCosts, 'audit' | 'auditOfOne'>> {
  const store = await openBookings(instance);
  const { rows } = await store.query<{ id: string }>('SELECT id FROM bookings LIMIT 1');
  await store.end();
  const { dataDir } = instance;
  return {
    audit: await measureAudit(dataDir, AUDIT_OPTIONS, signal),
    auditOfOne: await measureAudit(dataDir, ['--booking', rows[0]?.id ?? ''], signal),
  };
}
