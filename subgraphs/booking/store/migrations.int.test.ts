import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../../../platform/postgres/pool.ts';
import { createTestDatabase } from '../../../platform/testing/index.ts';
import { foldText } from '../../../platform/text/fold.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { BookingStatus } from '../domain/booking.ts';
import { at, log, roomOf, slot } from '../testing/fixture.ts';
import { createPostgresBookingQueries } from './postgres-booking-queries.ts';
import { createPostgresBookingStore } from './postgres-booking-store.ts';
import { createPostgresRoomReplicaStore } from './postgres-room-replica-store.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/** An upgraded database of the first version, with a closed room at version 3 and a booking of it. */
let pool: Pool;
const room = roomOf({ version: 3, closed: true });
const bookingId = newId();

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = createPool({ url: database.url, schema: 'booking', log });
  const first = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(join(FOLDER, '0001-bookings.sql'), join(first, '0001-bookings.sql'));
  await migrate(pool, 'booking', { series: 'booking', folder: first });
  const { id, version, name, capacity, hourlyRate, closed, deleted } = room;
  const { amount, currency } = hourlyRate;
  await pool.query('INSERT INTO rooms VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
    ...[id, version, name, capacity, amount, currency, closed, deleted],
  ]);
  await pool.query(
    `INSERT INTO bookings (id, version, status, room_id, room_name, customer_id, slot, amount, currency, requested_at)
     VALUES ($1, 2, 'PAID', $2, 'Han', 'alice', tstzrange($3, $4), 1000, 'KRW', $3)`,
    [bookingId, id, slot('09:00', '10:00').start, slot('09:00', '10:00').end],
  );
  await migrate(pool, 'booking', { series: 'booking', folder: FOLDER });
  return async () => {
    await rm(first, { recursive: true });
    await pool.end();
    await database[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  const { rowCount } = await pool.query('UPDATE rooms SET time_zone = NULL, host_id = NULL, location = NULL');
  expect(rowCount).toBe(1);
});

test('a booking from before hosts is loaded', async () => {
  const { state, version } = await createPostgresBookingStore(pool, () => {}).load(bookingId);
  expect(version).toBe(2);
  expect(state).toMatchObject({ room: { id: room.id, name: 'Han', hostId: null }, price: { amount: 1_000 } });
});

test('a booking from before stages is in the lists of its status, and is pending until it is confirmed', async () => {
  const queries = createPostgresBookingQueries(pool);
  const page = { by: 'REQUEST', direction: 'DESC', page: { limit: 2, after: undefined } } as const;
  const listed = async (status: BookingStatus) =>
    (await queries.page({ statuses: [status] }, page, at('08:00'))).map(({ id }) => id);
  expect([await listed('PAID'), await listed('CONFIRMED')]).toEqual([[bookingId], []]);
  const { rows } = await pool.query('SELECT * FROM pending_bookings');
  expect(rows).toEqual([{ booking_id: bookingId, room_id: room.id, customer_id: 'alice' }]);
});

test('a room from before hosts stays as it is until the event of its version is consumed again', async () => {
  const rooms = createPostgresRoomReplicaStore(pool, () => at('08:00'));
  const copy = { ...room, hostId: null, location: null, timeZone: null };
  expect(await rooms.find(room.id)).toEqual(copy);
  await rooms.save({ ...room, version: 1, closed: false });
  expect(await rooms.find(room.id)).toEqual(copy);
  await rooms.save(room);
  expect(await rooms.find(room.id)).toEqual(room);
  await rooms.save({ ...room, name: 'twice' });
  expect(await rooms.find(room.id)).toEqual(room);
});

test('texts of rooms are folded by the upgrade', async () => {
  await using database = await createTestDatabase();
  await using stack = new AsyncDisposableStack();
  const upgraded = createPool({ url: database.url, schema: 'booking', log });
  stack.defer(() => upgraded.end());
  const old = await mkdtemp(join(tmpdir(), 'migrations-'));
  stack.defer(() => rm(old, { recursive: true }));
  await cp(FOLDER, old, { recursive: true });
  await rm(join(old, '0004-folded-texts.ts'));
  await migrate(upgraded, 'booking', { series: 'booking', folder: old });
  const rooms = createPostgresRoomReplicaStore(upgraded, () => at('08:00'));
  const hangul = roomOf({ name: '강의실　Ａ'.normalize('NFD'), location: null });
  const latin = roomOf({ name: 'Café', location: 'Straße' });
  for (const each of [hangul, latin]) {
    await rooms.save(each);
    await rooms.saveSupplies({ roomId: each.id, version: 1, names: ['straße', 'chair'] });
  }
  await upgraded.query('UPDATE rooms SET folded_name = lower(name), folded_location = lower(location)');
  await migrate(upgraded, 'booking', { series: 'booking', folder: FOLDER });
  const find = (text: Pick<RoomCriteria, 'nameContains' | 'location'>) =>
    createPostgresBookingQueries(upgraded).availableRooms(
      { slot: slot('11:00', '12:00'), supplies: ['strasse', 'chair'], ...text },
      { limit: 2, after: undefined },
    );
  expect(await find({})).toHaveLength(2);
  expect(await find({ nameContains: foldText('강의실 a') })).toEqual([hangul.id]);
  expect(await find({ nameContains: foldText('CAFE\u0301'), location: foldText('STRASSE') })).toEqual([
    latin.id,
  ]);
});

test('a room from before hosts is found by its name', async () => {
  await pool.query('UPDATE rooms SET closed = false');
  const criteria = { slot: slot('11:00', '12:00'), nameContains: 'han' };
  const found = await createPostgresBookingQueries(pool).availableRooms(criteria, {
    limit: 1,
    after: undefined,
  });
  expect(found).toEqual([room.id]);
});
