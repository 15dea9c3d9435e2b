import { describe, expect, test } from 'vitest';
import { createRandom } from '../../platform/random.ts';
import { check } from './checker.ts';
import type { Outcome, Told } from './history.ts';
import type { Book, Cancel, RoomWork } from './plan-operations.ts';
import type { BookingRow, PaymentRow, World } from './stores.ts';

const SLOT = { start: '2030-05-01T09:00:00.000Z', end: '2030-05-01T10:00:00.000Z' };

type Case = { outcomes: Outcome[]; world: World };

function success(type: string, id: string): Told {
  return { kind: 'answer', answer: { type, id } };
}

function bookingOf(index: number, change: Partial<BookingRow> = {}): BookingRow {
  return {
    id: `booking-${index}`,
    status: 'CONFIRMED',
    roomId: `room-${index}`,
    customerId: 'customer',
    ...SLOT,
    amount: 1_000,
    cancelledBy: null,
    correlationId: `story-${index}`,
    ...change,
  };
}

function booked(index: number, told = success('BookRoomSuccess', `booking-${index}`)): Outcome {
  const operation: Book = {
    type: 'book',
    index,
    client: 'customer',
    patience: 'persists',
    room: index,
    slot: { from: 2, length: 2 },
    paymentMethod: 'pm_card_visa',
  };
  return { operation, key: `key-${index}`, subject: 'customer', roomId: `room-${index}`, slot: SLOT, told };
}

function cancelled(booking: number, told = success('CancelBookingSuccess', `booking-${booking}`)): Outcome {
  const operation: Cancel = {
    type: 'cancel',
    index: 1_000 + booking,
    client: 'customer',
    patience: 'persists',
    booking,
  };
  return {
    operation,
    key: `cancel-${booking}`,
    subject: 'customer',
    bookingId: `booking-${booking}`,
    told,
  };
}

const CAPTURED: PaymentRow['status'] = 'CAPTURED';

/** A world in which so many bookings were made and stand, each in a room of its own, and everybody knows. */
function good(bookings: number): Case {
  const all = Array.from({ length: bookings }, (_, index) => index);
  return {
    outcomes: all.map((index) => booked(index)),
    world: {
      bookings: all.map((index) => bookingOf(index)),
      payments: all.map((index) => ({
        bookingId: `booking-${index}`,
        status: CAPTURED,
        wish: null,
        refunds: [],
      })),
      intents: all.map((index) => ({
        id: `pi_${index}`,
        amount: 1_000,
        status: 'succeeded',
        capturable: 0,
        captured: 1_000,
        refunded: 0,
        metadata: { bookingId: `booking-${index}` },
      })),
      rooms: all.map((index) => ({ id: `room-${index}`, deleted: false, assignments: [`booking-${index}`] })),
      stocks: all.map((index) => ({ roomId: `room-${index}`, status: 'PROVISIONED' as const })),
      waiting: { booking: 0 },
    },
  };
}

type Key = 'bookings' | 'payments' | 'intents' | 'rooms' | 'stocks';

/** The world with one row changed. */
function change<K extends Key>(at: Case, key: K, index: number, fields: Partial<World[K][number]>): Case {
  const rows = at.world[key].map((row, place) => (place === index ? { ...row, ...fields } : row));
  return { ...at, world: { ...at.world, [key]: rows } };
}

function without(at: Case, key: Key, index: number): Case {
  return { ...at, world: { ...at.world, [key]: at.world[key].toSpliced(index, 1) } };
}

/** The booking at this place was cancelled by its customer, and its money given back. */
function givenBack(at: Case, index: number): Case {
  const steps = [
    (c: Case) => change(c, 'bookings', index, { status: 'CANCELLED', cancelledBy: 'CUSTOMER' }),
    (c: Case) => change(c, 'payments', index, { status: 'REFUNDED' }),
    (c: Case) => change(c, 'intents', index, { refunded: 1_000 }),
    (c: Case) => change(c, 'rooms', index, { assignments: [] }),
  ];
  const changed = steps.reduce((c, step) => step(c), at);
  return { ...changed, outcomes: [...changed.outcomes, cancelled(index)] };
}

function kinds({ outcomes, world }: Case) {
  return [...new Set(check(outcomes, world).map(({ kind }) => kind))];
}

describe('nothing is found where nothing is wrong', () => {
  test('bookings that stand', () => expect(kinds(good(5))).toEqual([]));
  test('a booking that was cancelled and given back', () => expect(kinds(givenBack(good(5), 2))).toEqual([]));

  test('a booking that nobody was told of, of a customer who never heard an answer', () => {
    const { outcomes, world } = good(2);
    const [first, second] = outcomes;
    if (!first || !second) throw new Error('unreachable');
    const silent: Outcome = {
      ...second,
      operation: { ...second.operation, patience: 'abandons' },
      told: { kind: 'unknown' },
    };
    expect(kinds({ outcomes: [first, silent], world })).toEqual([]);
  });
});

/** Each way in which one row of a good world can be wrong, and what it is to be called. */
const faults: readonly (readonly [string, string, (at: Case, index: number) => Case])[] = [
  ['an acknowledged booking is gone', 'lost', (at, i) => without(at, 'bookings', i)],
  [
    'an acknowledged booking was rejected',
    'lost',
    (at, i) => change(at, 'bookings', i, { status: 'REJECTED' }),
  ],
  [
    'an acknowledged booking is in another room',
    'lost',
    (at, i) => change(at, 'bookings', i, { roomId: 'x' }),
  ],
  [
    'a booking is cancelled though nobody asked for it',
    'lost',
    (at, i) => ({ ...givenBack(at, i), outcomes: at.outcomes }),
  ],
  [
    'a booking is cancelled for a room that nobody closed',
    'lost',
    (at, i) => change(givenBack(at, i), 'bookings', i, { cancelledBy: 'ROOM' }),
  ],
  ['a cancelled booking stands', 'lost', (at, i) => ({ ...at, outcomes: [...at.outcomes, cancelled(i)] })],
  [
    'a cancelled booking was not given back',
    'charged without a booking',
    (at, i) => change(givenBack(at, i), 'intents', i, { refunded: 0 }),
  ],
  [
    'a cancelled booking is still authorised',
    'charged without a booking',
    (at, i) => change(givenBack(at, i), 'intents', i, { captured: 0, refunded: 0, capturable: 1_000 }),
  ],
  [
    'money was taken for a booking that is not there',
    'charged without a booking',
    (at, i) => change(at, 'intents', i, { metadata: { bookingId: 'nobody' } }),
  ],
  [
    'a booking was charged twice',
    'charged without a booking',
    (at, i) => ({
      ...at,
      world: { ...at.world, intents: [...at.world.intents, ...at.world.intents.slice(i, i + 1)] },
    }),
  ],
  ['a booking that stands was not charged', 'not charged', (at, i) => without(at, 'intents', i)],
  [
    'two bookings overlap',
    'double-booked',
    (at, i) =>
      change(at, 'bookings', i, {
        roomId: at.world.bookings[(i + 1) % at.world.bookings.length]?.roomId ?? '',
        start: '2030-05-01T09:30:00.000Z',
        end: '2030-05-01T11:00:00.000Z',
      }),
  ],
  [
    'one booking was given to two operations',
    'double-booked',
    (at, i) => ({
      ...at,
      outcomes: [...at.outcomes, booked(500, success('BookRoomSuccess', `booking-${i}`))],
    }),
  ],
  ['a booking waits for its payment', 'stuck', (at, i) => change(at, 'bookings', i, { status: 'REQUESTED' })],
  ['a booking waits for its room', 'stuck', (at, i) => change(at, 'bookings', i, { status: 'PAID' })],
  ['a payment waits', 'stuck', (at, i) => change(at, 'payments', i, { status: 'AUTHORIZED' })],
  [
    'a refund was given up',
    'stuck',
    (at, i) => change(givenBack(at, i), 'payments', i, { status: 'FAILED' }),
  ],
  ['events wait', 'stuck', (at) => ({ ...at, world: { ...at.world, waiting: { room: 3 } } })],
  [
    'a customer was told that it is taken, and has it',
    'told wrongly',
    (at, i) => ({
      ...at,
      outcomes: at.outcomes.with(i, booked(i, { kind: 'answer', answer: { type: 'SlotTaken' } })),
    }),
  ],
  [
    'a customer was told to come back, and has it',
    'told wrongly',
    (at, i) => ({ ...at, outcomes: at.outcomes.with(i, booked(i, { kind: 'refused' })) }),
  ],
  ['a room forgot its booking', 'room wrong', (at, i) => change(at, 'rooms', i, { assignments: [] })],
  [
    'a room is kept for a cancelled booking',
    'room wrong',
    (at, i) => change(givenBack(at, i), 'rooms', i, { assignments: [`booking-${i}`] }),
  ],
  ['a room was never stocked', 'room wrong', (at, i) => without(at, 'stocks', i)],
  [
    'a deletion was acknowledged, and the room is there',
    'lost',
    (at, i) => {
      const operation: RoomWork = {
        type: 'delete',
        index: 2_000,
        client: 'host',
        patience: 'persists',
        room: i,
        cancelBookings: true,
      };
      const told = success('DeleteRoomSuccess', `room-${i}`);
      return {
        ...at,
        outcomes: [...at.outcomes, { operation, key: 'delete', subject: 'host', roomId: `room-${i}`, told }],
      };
    },
  ],
];

describe('what is wrong is found, wherever it is', () => {
  test.each(faults)('%s: %s', (name, kind, spoil) => {
    const random = createRandom(1, name);
    for (let round = 0; round < 20; round += 1) {
      const bookings = random.between(2, 30);
      const spoilt = spoil(good(bookings), random.between(0, bookings - 1));
      expect(kinds(spoilt)).toContain(kind);
    }
  });

  test('a violation carries the correlation id of its booking', () => {
    const { outcomes, world } = change(good(1), 'bookings', 0, { status: 'PAID' });
    expect(check(outcomes, world)).toContainEqual({
      kind: 'stuck',
      what: 'the booking is PAID',
      bookingId: 'booking-0',
      correlationId: 'story-0',
    });
  });
});
