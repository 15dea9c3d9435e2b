import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, DataOf } from '../../../platform/messaging/event.ts';
import { publishWaiting, readHistory } from '../../../platform/postgres/event-log.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import { liked } from '../../../schema/events/community.ts';
import { at, book, bookedRoom, cause, createFixture, type Fixture, slot } from '../testing/fixture.ts';

const WAS_ERASED = /^erased-/;

let fixture: Fixture;
beforeEach(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const attempt = () => ({ commandId: newId(), isRetry: false });
const erase = (customerId = 'alice') =>
  fixture.services.eraseCustomer({ customerId, attempt: attempt(), cause });
const carryOut = () => fixture.services.carryOutErasure();

/** Publishes the waiting events, as the relay does, and returns those of erasures. */
async function publishErasures(): Promise<readonly DataOf<typeof customerErased>[]> {
  const published: CloudEvent[] = [];
  while ((await publishWaiting(fixture.pool, async (events) => void published.push(...events))) > 0);
  return published
    .filter(({ type }) => type === customerErased.type)
    .map(({ data }) => customerErased.data.parse(data));
}

/** Carries an erasure out as far as it comes without time going by. */
async function carryOutNow(): Promise<void> {
  while ((await carryOut()) > 0);
}

/** Carries an erasure out to its end, with what the relay and the time do. */
async function carryOutAll(): Promise<void> {
  for (let minute = 10; minute < 14; minute += 1) {
    await publishErasures();
    await carryOutNow();
    fixture.setClock(at(`08:${minute}`));
    await carryOutNow();
  }
}

/** A message of a stream that names alice. */
const messageAbout = (data: object, subject = 'room.assigned.1') => ({
  subject,
  body: JSON.stringify({ ...data, customer: { id: 'alice' } }),
});

/** What is stored about erasures: without a name once they are finished. */
async function storedErasures(): Promise<readonly unknown[]> {
  const { rows } = await fixture.pool.query<{ customer_id: string | null }>(
    'SELECT customer_id FROM erasures ORDER BY requested_at, id',
  );
  return rows.map(({ customer_id }) => customer_id);
}

describe('eraseCustomer', () => {
  test('gives bookings that are over to a pseudonym, with their events and without the customer’s words', async () => {
    const theirs = await book(fixture, 'CANCELLED');
    const others = await book(fixture, 'CANCELLED', { customerId: 'bob', room: bookedRoom() });
    expect(await erase()).toEqual({ kind: 'EraseCustomerSuccess' });
    const [booking] = await fixture.queries.byIds([theirs.id], fixture.clock());
    expect(booking).toMatchObject({
      customerId: expect.stringMatching(WAS_ERASED),
      cancellationReason: null,
    });
    for (const { data } of await readHistory(fixture.pool, [theirs.id])) {
      expect(data).toMatchObject({
        booking: { customer: { id: booking?.customerId }, cancellationReason: null },
      });
    }
    expect(await fixture.queries.byIds([others.id], fixture.clock())).toMatchObject([
      { customerId: 'bob', cancellationReason: 'ill' },
    ]);
    expect(await publishErasures()).toEqual([
      {
        customer: { id: 'alice' },
        pseudonym: booking?.customerId,
        bookings: [{ id: theirs.id, room: { id: theirs.room.id } }],
      },
    ]);
  });

  test.each(['REQUESTED', 'PAID', 'CONFIRMED'] as const)(
    'is refused while a booking is %s',
    async (status) => {
      const { id } = await book(fixture, status);
      await book(fixture, 'COMPLETED', { room: bookedRoom() });
      expect(await erase()).toEqual({ kind: 'CustomerHasBookings', bookingCount: 1 });
      expect(await fixture.queries.byIds([id], fixture.clock())).toMatchObject([{ customerId: 'alice' }]);
      expect(await publishErasures()).toEqual([]);
    },
  );

  test('is not refused for a booking that is over, also before it was completed', async () => {
    const { id } = await book(fixture, 'CONFIRMED');
    fixture.setClock(at('10:00'));
    expect(await erase()).toEqual({ kind: 'EraseCustomerSuccess' });
    const [booking] = await fixture.queries.byIds([id], fixture.clock());
    expect(booking).toMatchObject({ status: 'COMPLETED', customerId: expect.stringMatching(WAS_ERASED) });
    expect(await fixture.pool.query("SELECT FROM events WHERE data::text LIKE '%alice%'")).toMatchObject({
      rowCount: 1,
    });
    expect(await publishErasures()).toMatchObject([{ bookings: [{ id }] }]);
  });

  test('of somebody unknown answers so, and reaches the other services all the same', async () => {
    expect(await erase('nobody')).toEqual({ kind: 'NotFound', missingId: 'nobody' });
    expect(await publishErasures()).toMatchObject([{ customer: { id: 'nobody' }, bookings: [] }]);
    const target = { type: 'ROOM', id: newId(), name: 'Han', host: null } as const;
    const sizes = { likeCount: 1, bookmarkCount: 0, reviewCount: 0, rating: null };
    await deliver(fixture.services.reactions, liked, {
      data: { target: { ...target, ...sizes }, customer: { id: 'fan' } },
    });
    expect(await erase('fan')).toEqual({ kind: 'EraseCustomerSuccess' });
  });

  test('is begun once, also by two at the same time', async () => {
    await book(fixture, 'CANCELLED');
    const outcomes = await Promise.all([erase(), erase()]);
    expect(outcomes).toEqual([{ kind: 'EraseCustomerSuccess' }, { kind: 'EraseCustomerSuccess' }]);
    expect(await publishErasures()).toHaveLength(1);
    expect(await storedErasures()).toEqual(['alice']);
  });

  test('names a thousand bookings in one event, and more in several', async () => {
    const { pool } = fixture;
    await pool.query(
      `INSERT INTO bookings (id, version, status, room_id, room_name, customer_id, slot, amount, currency, requested_at)
      SELECT gen_random_uuid(), 1, 'COMPLETED', gen_random_uuid(), 'Han', 'alice',
        tstzrange($1, $2), 1000, 'KRW', $1 FROM generate_series(1, 1001)`,
      [at('06:00'), at('07:00')],
    );
    await erase();
    const published = await publishErasures();
    expect(published.map(({ bookings }) => bookings.length)).toEqual([1_000, 1]);
    expect(new Set(published.flatMap(({ bookings }) => bookings.map(({ id }) => id))).size).toBe(1_001);
  });
});

describe('an erasure', () => {
  test('takes passes until no message about the customer is left, and then forgets whom it concerned', async () => {
    const { id } = await book(fixture, 'CANCELLED');
    const { streams } = fixture;
    streams.messages = [messageAbout({}), messageAbout({ booking: { id } })];
    await erase();
    // Its event waits for the relay.
    expect(await carryOut()).toBe(0);
    expect(await publishErasures()).toHaveLength(1);
    streams.areAllHandled = false;
    expect(await carryOut()).toBe(1);
    expect(await carryOut()).toBe(0);
    expect(streams.messages).toHaveLength(2);
    streams.areAllHandled = true;
    await carryOutNow();
    expect(streams.messages).toHaveLength(2);
    fixture.setClock(at('08:01'));
    await carryOutNow();
    expect(streams.messages).toEqual([]);
    expect(await storedErasures()).toEqual(['alice']);
    // What was on its way may have been stored from those messages.
    expect(await publishErasures()).toHaveLength(1);
    await carryOutNow();
    expect(await storedErasures()).toEqual([null]);
    expect(await fixture.pool.query("SELECT FROM events WHERE data::text LIKE '%alice%'")).toMatchObject({
      rowCount: 0,
    });
  });

  test('is published again some time after all have handled it, for contacts that were on their way', async () => {
    await book(fixture, 'CANCELLED');
    await erase();
    expect(await publishErasures()).toHaveLength(1);
    await carryOutNow();
    expect(await publishErasures()).toEqual([]);
    fixture.setClock(at('08:01'));
    await carryOutNow();
    expect(await publishErasures()).toMatchObject([{ customer: { id: 'alice' } }]);
    await carryOutNow();
    expect(await publishErasures()).toEqual([]);
    expect(await storedErasures()).toEqual([null]);
  });

  test('is not published again by a process that is behind the one which has finished it', async () => {
    await book(fixture, 'CANCELLED');
    const { streams } = fixture;
    await erase();
    expect(await publishErasures()).toHaveLength(1);
    const behind = fixture.createInstance();
    await behind.carryOutErasure();
    await behind.carryOutErasure();
    fixture.setClock(at('08:01'));
    const eraseMessages = streams.erase.bind(streams);
    vi.spyOn(streams, 'erase').mockImplementationOnce(async (range, isAbout) => {
      await carryOutAll();
      expect(await storedErasures()).toEqual([null]);
      streams.messages = [messageAbout({})];
      return eraseMessages(range, isAbout);
    });
    await behind.carryOutErasure();
    expect(streams.messages).toEqual([]);
    expect(await publishErasures()).toEqual([]);
    expect(await fixture.pool.query("SELECT FROM events WHERE data::text LIKE '%alice%'")).toMatchObject({
      rowCount: 0,
    });
  });

  test('leaves what the customer has booked since then, without what they were told of it', async () => {
    await book(fixture, 'CANCELLED');
    await erase();
    const { id } = await book(fixture, 'CONFIRMED', { slot: slot('12:00', '13:00') });
    const kept = [messageAbout({ booking: { id } }), messageAbout({ payment: { booking: { id } } })];
    const told = ['notification.messageSent.1', 'dead.view.notification.messageSent.1'].map((subject) =>
      messageAbout({ booking: { id } }, subject),
    );
    fixture.streams.messages = [...kept, ...told, messageAbout({})];
    await carryOutAll();
    expect(fixture.streams.messages).toEqual(kept);
    expect(await fixture.queries.byIds([id], fixture.clock())).toMatchObject([{ customerId: 'alice' }]);
    expect(await storedErasures()).toEqual([null]);
  });
});
