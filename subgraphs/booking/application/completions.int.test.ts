import { expect, test } from 'vitest';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import { transaction } from '../../../platform/postgres/pool.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { at, book, createFixture, type Fixture, slot } from '../testing/fixture.ts';

async function bookedRooms(fixture: Fixture, count: number) {
  const booked = await Promise.all(Array.from({ length: count }, () => book(fixture, 'CONFIRMED')));
  return booked.map(({ id }) => id);
}

test('many bookings that end at one instant are completed in as few statements as a few', async () => {
  await using fixture = await createFixture();
  const { jobs } = fixture.services;
  const counts: number[] = [];
  for (const size of [5, 60]) {
    const ids = await bookedRooms(fixture, size);
    fixture.setClock(at('10:00'));
    const statements = await countStatements(fixture.pool, async () => {
      expect(await jobs.completeFinished()).toBe(size);
    });
    counts.push(statements);
    const events = await readHistory(fixture.pool, ids);
    const completed = events.filter(({ type }) => type === 'meetingroom.booking.completed.v1');
    expect(new Set(completed.map(({ aggregateId }) => aggregateId))).toEqual(new Set(ids));
    expect(completed.map(({ version }) => version)).toEqual(ids.map(() => 4));
    fixture.setClock(at('08:00'));
  }
  expect(counts[1]).toBe(counts[0]);
});

test('a booking of a room that is being changed is completed afterwards, and the others at once', async () => {
  await using fixture = await createFixture();
  const { jobs } = fixture.services;
  const busy = await book(fixture, 'CONFIRMED');
  await bookedRooms(fixture, 3);
  fixture.setClock(at('10:00'));
  await transaction(fixture.pool, async (client) => {
    await client.query(
      "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.room.' || $1::text, 0))",
      [busy.room.id],
    );
    expect(await jobs.completeFinished()).toBe(3);
    expect(await jobs.completeFinished()).toBe(0);
  });
  expect(await jobs.completeFinished()).toBe(1);
  expect((await fixture.bookings.load(busy.id)).state?.status).toBe('COMPLETED');
});

test('a booking that has changed since it was read is left as it is', async () => {
  await using fixture = await createFixture();
  const { id } = await book(fixture, 'CONFIRMED', { slot: slot('09:00', '10:00') });
  const { state, version } = await fixture.bookings.load(id);
  if (!state) throw new Error('the booking is stored');
  const completed = {
    event: { type: 'BookingCompleted', at: at('10:00') },
    after: { ...state, status: 'COMPLETED' },
  } as const;
  const append = { id, transitions: [completed], cause: { correlationId: 'story', causationId: 'job' } };
  expect(await fixture.bookings.appendAll([{ ...append, expectedVersion: version - 1 }])).toEqual(new Set());
  expect((await readHistory(fixture.pool, [id])).length).toBe(version);
  expect(await fixture.bookings.appendAll([{ ...append, expectedVersion: version }])).toEqual(new Set([id]));
  expect(await fixture.bookings.load(id)).toMatchObject({
    state: { status: 'COMPLETED' },
    version: version + 1,
  });
});
