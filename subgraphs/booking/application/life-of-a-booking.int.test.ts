import { beforeAll, describe, expect, test } from 'vitest';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { EventDefinition } from '../../../platform/messaging/event.ts';
import type { Reaction } from '../../../platform/messaging/reactions.ts';
import { paymentCaptured, paymentVoided } from '../../../schema/events/payment.ts';
import { roomClosed, roomRegistered, roomUnassigned } from '../../../schema/events/room.ts';
import type { Booking, BookingDetails } from '../domain/booking.ts';
import { bookingDecider } from '../domain/booking-decide.ts';
import { at, book, cause, createFixture, type Fixture, slot } from '../testing/fixture.ts';
import { type CancelBooking, createCancelBooking } from './cancel-booking.ts';
import { createFreeSlots } from './free-slots.ts';
import { onPaymentCaptured, onPaymentVoided } from './on-payment-events.ts';
import { onRoomChanged, onRoomUnassigned } from './on-room-events.ts';
import { createScheduledJobs, HOLD_LIMIT_MS } from './scheduled-jobs.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

/** The time; each test of the clock sets its own. */
let now = at('08:30');
const clock = () => now;

const stateOf = async (id: string) => (await fixture.bookings.load(id)).state;
const versionOf = async (id: string) => (await fixture.bookings.load(id)).version;

describe('cancelling', () => {
  const customer = { subject: 'alice', isStaff: false };
  const staff = { subject: 'henry', isStaff: true };
  const stranger = { subject: 'bob', isStaff: false };

  function cancel(id: string, fields: Partial<CancelBooking> = {}, bookings = fixture.bookings) {
    return createCancelBooking({
      handleBooking: createCommandHandler(bookings, bookingDecider),
      bookings,
      clock,
    })({
      attempt: { commandId: newId(), isRetry: false },
      id,
      caller: customer,
      cause,
      ...fields,
    });
  }

  test.each(['REQUESTED', 'PAID', 'CONFIRMED'] as const)(
    'one that is %s frees its slot at once and says who did it and why',
    async (status) => {
      const { id, room } = await book(fixture, status);
      expect(await cancel(id, { reason: 'ill' })).toEqual({ kind: 'CancelBookingSuccess', bookingId: id });
      expect(await stateOf(id)).toMatchObject({
        status: 'CANCELLED',
        cancelledAt: now,
        cancelledBy: 'CUSTOMER',
        cancellationReason: 'ill',
      });
      expect(await fixture.queries.heldSlots(room.id, slot('00:00', '23:00'))).toEqual([]);
    },
  );

  test.each(['REJECTED', 'CANCELLED', 'COMPLETED'] as const)('one that is %s is refused', async (status) => {
    const { id } = await book(fixture, status);
    expect(await cancel(id)).toEqual({ kind: 'BookingNotCancellable', status });
  });

  test("staff may cancel anybody's, others see none but their own", async () => {
    const { id } = await book(fixture, 'PAID');
    expect(await cancel(id, { caller: stranger })).toEqual({ kind: 'NotFound', id });
    expect(await cancel(id, { caller: staff })).toMatchObject({ kind: 'CancelBookingSuccess' });
    expect(await stateOf(id)).toMatchObject({ cancelledBy: 'STAFF' });
  });

  test('an id in capitals is the same, one that is none is not found', async () => {
    const { id } = await book(fixture, 'PAID');
    expect(await cancel(id.toUpperCase())).toEqual({ kind: 'CancelBookingSuccess', bookingId: id });
    expect(await cancel('booking-1')).toEqual({ kind: 'NotFound', id: 'booking-1' });
  });

  test.each([
    ['is too long', 'x'.repeat(1_001)],
    ['cannot be kept', 'a\0b'],
    ['holds half a character', '\ud800'],
  ])('a reason that %s is refused', async (_what, reason) => {
    const { id } = await book(fixture, 'PAID');
    expect(await cancel(id, { reason })).toMatchObject({ kind: 'InvalidInput', field: 'reason' });
    expect(await stateOf(id)).toMatchObject({ status: 'PAID' });
  });

  test('a second try of a command whose first one was cut off after it had cancelled succeeds', async () => {
    const { id } = await book(fixture, 'PAID');
    const attempt = { commandId: newId(), isRetry: false };
    const first = await cancel(id, { attempt });
    expect(await cancel(id, { attempt: { ...attempt, isRetry: true } })).toEqual(first);
    expect(await versionOf(id)).toBe(3);
  });

  describe('given another cancellation that comes first', () => {
    const success = (bookingId: string) => ({ kind: 'CancelBookingSuccess', bookingId });
    const refusal = { kind: 'BookingNotCancellable', status: 'CANCELLED' };

    test.each(['before this one reads the booking', 'while this one decides'])(
      '%s: a try of the same command has cancelled, too; another command is refused',
      async (when) => {
        const { id } = await book(fixture, 'PAID');
        const before = await fixture.bookings.load(id);
        const bookings =
          when === 'while this one decides'
            ? { ...fixture.bookings, recall: () => before }
            : fixture.bookings;
        const attempt = { commandId: newId(), isRetry: false };
        await cancel(id, { attempt });
        expect(await cancel(id, { attempt }, bookings)).toEqual(success(id));
        expect(await cancel(id, {}, bookings)).toEqual(refusal);
        // A second try of a command that did nothing is none that has cancelled.
        const retry = { commandId: newId(), isRetry: true };
        expect(await cancel(id, { attempt: retry }, bookings)).toEqual(refusal);
        expect(await versionOf(id)).toBe(3);
      },
    );
  });

  test('of two tries of a command at once both have cancelled, and it happened once', async () => {
    const { id } = await book(fixture, 'PAID');
    const success = { kind: 'CancelBookingSuccess', bookingId: id };
    const attempt = { commandId: newId(), isRetry: false };
    expect(
      await Promise.all([cancel(id, { attempt }), cancel(id, { attempt: { ...attempt, isRetry: true } })]),
    ).toEqual([success, success]);
    expect(await versionOf(id)).toBe(3);
  });
});

/** Gives an event to those of the reactions that it concerns. */
async function happens<Definition extends EventDefinition>(
  reactions: readonly Reaction[],
  definition: Definition,
  data: unknown,
  { id = newId(), version = 1 } = {},
): Promise<void> {
  const event = { id, aggregateId: newId(), version, time: now, cause: { ...cause, causationId: id }, data };
  const concerned = reactions.filter((reaction) => reaction.definition === definition);
  expect(concerned).not.toEqual([]);
  for (const reaction of concerned) await reaction.handle(event);
}

describe('what payment tells', () => {
  const reactions = () => {
    const deps = { handleBooking: fixture.handleBooking, clock };
    return [onPaymentCaptured(deps), onPaymentVoided(deps)];
  };
  const paymentFor = (booking: BookingDetails) => ({
    payment: {
      id: newId(),
      status: 'CAPTURED',
      amount: booking.price,
      booking: { id: booking.id },
      customer: { id: booking.customerId },
    },
  });

  test('captured: a paid booking is confirmed, and the event is known afterwards', async () => {
    const booking = await book(fixture, 'PAID');
    const id = newId();
    await happens(reactions(), paymentCaptured, paymentFor(booking), { id });
    expect(await stateOf(booking.id)).toMatchObject({ status: 'CONFIRMED' });
    await happens(reactions(), paymentCaptured, paymentFor(booking), { id });
    expect(await versionOf(booking.id)).toBe(3);
  });

  test.each(['CAPTURE_FAILED', 'AUTHORIZATION_LAPSED'])(
    'voided as %s: the booking is cancelled',
    async (reason) => {
      const booking = await book(fixture, 'PAID');
      await happens(reactions(), paymentVoided, { ...paymentFor(booking), reason });
      expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED', cancelledBy: 'PAYMENT' });
    },
  );

  test.each(['BOOKING_REJECTED', 'BOOKING_CANCELLED', 'ROOM_UNAVAILABLE'])(
    'voided as %s: the booking knows already',
    async (reason) => {
      const booking = await book(fixture, 'PAID');
      await happens(reactions(), paymentVoided, { ...paymentFor(booking), reason });
      expect(await stateOf(booking.id)).toMatchObject({ status: 'PAID' });
    },
  );

  test('captured for a booking that is cancelled already: nothing changes', async () => {
    const booking = await book(fixture, 'CANCELLED');
    await happens(reactions(), paymentCaptured, paymentFor(booking));
    expect(await stateOf(booking.id)).toMatchObject({ status: 'CANCELLED' });
  });

  test('about a booking that nobody knows: nothing happens', async () => {
    const unknown = { id: newId(), customerId: 'alice', price: { amount: 1, currency: 'KRW' } };
    await happens(reactions(), paymentCaptured, paymentFor({ ...(await book(fixture, 'PAID')), ...unknown }));
    expect(await stateOf(unknown.id)).toBeUndefined();
  });
});

describe('what the room service tells', () => {
  const reactions = () => [
    ...onRoomChanged({ rooms: fixture.rooms }),
    onRoomUnassigned({ handleBooking: fixture.handleBooking, clock }),
  ];
  const roomNamed = (id: string, name: string, closed = false) => ({
    room: {
      id,
      name,
      description: null,
      location: null,
      capacity: 4,
      hourlyRate: { amount: 1_000, currency: 'KRW' },
      timeZone: 'Asia/Seoul',
      closed,
      deleted: false,
    },
    supplies: null,
    reason: null,
  });

  test('the replica follows, and an older event that comes late changes nothing', async () => {
    const id = newId();
    await happens(reactions(), roomClosed, roomNamed(id, 'Hangang', true), { version: 3 });
    await happens(reactions(), roomRegistered, roomNamed(id, 'Han'));
    expect(await fixture.rooms.find(id)).toMatchObject({ version: 3, name: 'Hangang', closed: true });
  });

  test.each([
    ['ROOM_CLOSED', 'CANCELLED', 'The room was closed.'],
    ['ROOM_DELETED', 'CANCELLED', 'The room was removed.'],
  ])('unassigned as %s: the booking is cancelled', async (reason, status, cancellationReason) => {
    const { id, room, customerId, slot: kept } = await book(fixture, 'CONFIRMED');
    const booking = { id, customer: { id: customerId } };
    await happens(reactions(), roomUnassigned, { room, booking, slot: kept, reason });
    expect(await stateOf(id)).toMatchObject({ status, cancellationReason, cancelledBy: 'ROOM' });
  });

  test('unassigned because the booking was cancelled: nothing more happens', async () => {
    const { id, room, customerId, slot: kept } = await book(fixture, 'CANCELLED');
    const booking = { id, customer: { id: customerId } };
    await happens(reactions(), roomUnassigned, { room, booking, slot: kept, reason: 'BOOKING_CANCELLED' });
    expect(await versionOf(id)).toBe(2);
  });

  test('a room out of service has no free slots, one in service those that nobody holds', async () => {
    const freeSlots = createFreeSlots(fixture);
    const id = newId();
    await happens(reactions(), roomRegistered, roomNamed(id, 'Han'));
    await book(fixture, 'PAID', { room: { id, name: 'Han' } });
    expect(await freeSlots(id, slot('08:00', '12:00'))).toEqual([
      slot('08:00', '09:00'),
      slot('10:00', '12:00'),
    ]);
    await happens(reactions(), roomClosed, roomNamed(id, 'Han', true), { version: 2 });
    expect(await freeSlots(id, slot('08:00', '12:00'))).toEqual([]);
    expect(await freeSlots(newId(), slot('08:00', '12:00'))).toEqual([]);
  });
});

describe('scheduled jobs', () => {
  test('complete each confirmed booking whose slot has ended once', async () => {
    await using own = await createFixture();
    const finished: Booking['status'][] = [];
    const scheduledJobs = createScheduledJobs({ ...own, clock });
    const over = await book(own, 'CONFIRMED');
    const running = await book(own, 'CONFIRMED', { slot: slot('09:30', '10:30') });
    const unpaid = await book(own, 'PAID');
    now = at('10:00');
    expect(await scheduledJobs.completeFinished()).toBe(1);
    expect(await scheduledJobs.completeFinished()).toBe(0);
    for (const { id } of [over, running, unpaid]) {
      const { state } = await own.bookings.load(id);
      if (state) finished.push(state.status);
    }
    expect(finished).toEqual(['COMPLETED', 'CONFIRMED', 'PAID']);
  });

  test('when a job and a customer end the same booking at once, one succeeds and the other sees its result', async () => {
    await using own = await createFixture();
    const scheduledJobs = createScheduledJobs({ ...own, clock: () => at('10:00') });
    const cancelling = createCancelBooking({ ...own, clock: () => at('09:59') });
    const booked = await Promise.all(Array.from({ length: 8 }, () => book(own, 'CONFIRMED')));
    const [, ...answers] = await Promise.all([
      scheduledJobs.completeFinished(),
      ...booked.map(({ id, customerId }) =>
        cancelling({
          attempt: { commandId: newId(), isRetry: false },
          id,
          caller: { subject: customerId, isStaff: false },
          cause,
        }),
      ),
    ]);
    for (const [index, { id }] of booked.entries()) {
      const { state, version } = await own.bookings.load(id);
      expect(version).toBe(4);
      expect([state?.status, answers[index]?.kind]).toEqual(
        state?.status === 'CANCELLED'
          ? ['CANCELLED', 'CancelBookingSuccess']
          : ['COMPLETED', 'BookingNotCancellable'],
      );
    }
  });

  test('release holds that exceed the hold limit, and none earlier', async () => {
    await using own = await createFixture();
    const scheduledJobs = createScheduledJobs({ ...own, clock });
    const stale = await book(own, 'REQUESTED', { requestedAt: at('08:00') });
    await book(own, 'PAID', { requestedAt: at('08:00') });
    now = new Date(Date.parse(at('08:00')) + HOLD_LIMIT_MS).toISOString();
    expect(await scheduledJobs.releaseStaleHolds()).toBe(0);
    now = new Date(Date.parse(now) + 1).toISOString();
    expect(await scheduledJobs.releaseStaleHolds()).toBe(1);
    expect(await scheduledJobs.releaseStaleHolds()).toBe(0);
    expect((await own.bookings.load(stale.id)).state).toMatchObject({
      status: 'REJECTED',
      reason: 'PAYMENT_UNAVAILABLE',
    });
    expect(await own.queries.heldSlots(stale.room.id, slot('00:00', '23:00'))).toEqual([]);
  });

  test('complete each booking once when two instances run them at once', async () => {
    await using own = await createFixture();
    now = at('23:00');
    const booked = await Promise.all(Array.from({ length: 5 }, () => book(own, 'CONFIRMED')));
    const instances = [createScheduledJobs({ ...own, clock }), createScheduledJobs({ ...own, clock })];
    const counts = await Promise.all(instances.map((jobs) => jobs.completeFinished()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(5);
    for (const { id } of booked) expect((await own.bookings.load(id)).version).toBe(4);
  });
});
