import { describe, expect, test } from 'vitest';
import { createRandom } from '../../platform/random.ts';
import { check } from './checker.ts';
import type { Completion, Outcome } from './history.ts';
import type { Book, Cancel, Mark, OutsideRefund, Review, RoomWork } from './plan-operations.ts';
import type { BookingRow, PaymentRow, SystemState } from './system-state.ts';

const SLOT = { start: '2030-05-01T09:00:00.000Z', end: '2030-05-01T10:00:00.000Z' };

type Case = { outcomes: Outcome[]; state: SystemState };

function success(type: string, id: string): Completion {
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

function booked(index: number, completion = success('BookRoomSuccess', `booking-${index}`)): Outcome {
  const operation: Book = {
    type: 'book',
    index,
    client: 'customer',
    patience: 'persists',
    room: index,
    slot: { from: 2, length: 2 },
    paymentMethod: 'pm_card_visa',
  };
  return {
    operation,
    key: `key-${index}`,
    subject: 'customer',
    roomId: `room-${index}`,
    slot: SLOT,
    completion,
    isRepeated: false,
  };
}

function cancelled(
  booking: number,
  completion = success('CancelBookingSuccess', `booking-${booking}`),
): Outcome {
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
    completion,
    isRepeated: false,
  };
}

function refunded(
  booking: number,
  amount: number | null,
  completion: Completion = { kind: 'answer', answer: { type: 'RefundSuccess' } },
): Outcome {
  const operation: OutsideRefund = {
    type: 'refund',
    index: 2_000 + booking,
    client: 'dashboard',
    patience: 'abandons',
    booking,
    amount,
  };
  const known = { key: `refund-${booking}`, subject: 'dashboard', isRepeated: false };
  return { operation, ...known, bookingId: `booking-${booking}`, completion };
}

/** Operations on sets and reviews follow all bookings. */
const LATER = 3_000;

function marked(
  index: number,
  mutation: Mark['mutation'],
  completion: Completion = { kind: 'answer', answer: { type: 'TargetMutationSuccess' } },
  place = LATER + 2 * index,
): Outcome {
  const target = { type: 'ROOM', number: index } as const;
  const base = { client: 'customer', patience: 'persists', target } as const;
  const operation: Mark = { ...base, type: 'mark', index: place, mutation };
  const targetId = `room-${index}`;
  return { operation, key: `mark-${place}`, subject: 'customer', targetId, completion, isRepeated: false };
}

function reviewed(index: number): Outcome {
  const target = { type: 'ROOM', number: index } as const;
  const base = { client: 'customer', patience: 'persists', target } as const;
  const operation: Review = { ...base, type: 'review', index: LATER + 2 * index + 1, rating: 5 };
  const completion = success('WriteReviewSuccess', `review-${index}`);
  const targetId = `room-${index}`;
  return { operation, key: `review-${index}`, subject: 'customer', targetId, completion, isRepeated: false };
}

/** In the order of the plan: the booking of a room has the room's number. */
function byIndex(a: Outcome, b: Outcome): number {
  return a.operation.index - b.operation.index;
}

const CAPTURED: PaymentRow['status'] = 'CAPTURED';

/** The kinds of the messages about a confirmed booking. */
const TOLD = ['ROOM_ASSIGNED', 'BOOKING_CONFIRMED'] as const;

const NOTHING_SEEN: SystemState['seen'] = { rooms: [], courses: [], pages: [], unreadable: [] };

/** What clients see when the views show what is there and each customer has their messages. */
function look({
  bookings,
  payments,
  rooms,
  courses,
  marks,
  reviews,
  told,
}: SystemState): SystemState['seen'] {
  const count = (rows: readonly { readonly targetId: string }[], id: string) =>
    rows.filter(({ targetId }) => targetId === id).length;
  const marked = (mark: 'LIKE' | 'BOOKMARK') => marks.filter((row) => row.mark === mark);
  const opinionsOf = (id: string) => ({
    likeCount: count(marked('LIKE'), id),
    bookmarkCount: count(marked('BOOKMARK'), id),
    reviewCount: count(reviews, id),
  });
  const paymentOf = (id: string) => payments.find(({ bookingId }) => bookingId === id)?.status ?? null;
  const page = (customerId: string) => {
    const messages = told
      .filter((row) => row.customerId === customerId)
      .map(({ tells }, index) => ({ id: `message-${index}`, tells }));
    return {
      customerId,
      bookings: bookings
        .filter((row) => row.customerId === customerId)
        .map(({ id, roomId, status }) => ({ bookingId: id, roomId, status, paymentStatus: paymentOf(id) })),
      bookmarkedRoomIds: marked('BOOKMARK')
        .filter((row) => row.customerId === customerId)
        .map(({ targetId }) => targetId),
      bookmarkedCourseIds: [],
      unreadMessages: messages.length,
      messages: messages.slice(0, 1_000),
    };
  };
  return {
    rooms: rooms
      .filter(({ deleted }) => !deleted)
      .map(({ id, status }) => ({
        roomId: id,
        status,
        ...opinionsOf(id),
      })),
    courses: courses.map(({ id }) => ({ courseId: id, ...opinionsOf(id) })),
    pages: [page('customer')],
    unreadable: [],
  };
}

/** A state with a number of confirmed bookings, each in its own room, that all clients know of. */
function good(bookings: number): Case {
  const all = Array.from({ length: bookings }, (_, index) => index);
  return {
    outcomes: all
      .flatMap((index) => [booked(index), marked(index, 'like'), reviewed(index)])
      .toSorted(byIndex),
    state: {
      bookings: all.map((index) => bookingOf(index)),
      payments: all.map((index) => ({
        bookingId: `booking-${index}`,
        status: CAPTURED,
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
      rooms: all.map((index) => ({
        id: `room-${index}`,
        deleted: false,
        status: 'EMPTY' as const,
        assignments: [`booking-${index}`],
      })),
      stocks: all.map((index) => ({ roomId: `room-${index}`, status: 'PROVISIONED' as const })),
      courses: all.map((index) => ({ id: `course-${index}` })),
      marks: all.map((index) => ({
        targetId: `room-${index}`,
        customerId: 'customer',
        mark: 'LIKE' as const,
      })),
      reviews: all.map((index) => ({
        id: `review-${index}`,
        targetId: `room-${index}`,
        customerId: 'customer',
        rating: 5,
      })),
      told: all.flatMap((index) =>
        TOLD.map((kind) => ({ customerId: 'customer', tells: `${kind} booking-${index}` })),
      ),
      seen: NOTHING_SEEN,
      waiting: { booking: 0 },
    },
  };
}

type Key = 'bookings' | 'payments' | 'intents' | 'rooms' | 'stocks' | 'marks' | 'reviews';

/** The state with one row changed. */
function change<K extends Key>(
  at: Case,
  key: K,
  index: number,
  fields: Partial<SystemState[K][number]>,
): Case {
  const rows = at.state[key].map((row, place) => (place === index ? { ...row, ...fields } : row));
  return { ...at, state: { ...at.state, [key]: rows } };
}

function without(at: Case, key: Key, index: number): Case {
  return { ...at, state: { ...at.state, [key]: at.state[key].toSpliced(index, 1) } };
}

/** The booking was cancelled by its customer and refunded. */
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

/** @param spoil what is done to that which clients see, which is what is there */
function kinds(
  { outcomes, state }: Case,
  spoil: (seen: SystemState['seen']) => SystemState['seen'] = (seen) => seen,
) {
  const seen = spoil(look(state));
  return [...new Set(check(outcomes, { ...state, seen }).map(({ kind }) => kind))];
}

describe('a correct state has no violation', () => {
  test('confirmed bookings', () => expect(kinds(good(5))).toEqual([]));
  test('a cancelled and refunded booking', () => expect(kinds(givenBack(good(5), 2))).toEqual([]));

  test('a booking that was not acknowledged, of a customer who never got an answer', () => {
    const { outcomes, state } = good(2);
    const [first, second, ...more] = outcomes;
    if (!first || !second) throw new Error('unreachable');
    const silent: Outcome = {
      ...second,
      operation: { ...second.operation, patience: 'abandons' },
      completion: { kind: 'unknown' },
    };
    expect(kinds({ outcomes: [first, silent, ...more], state })).toEqual([]);
  });

  test('a booking of which a part was given back in the dashboard, with or without an answer', () => {
    const { outcomes, state } = good(2);
    const part = (completion?: Completion) => ({
      outcomes: [...outcomes, refunded(0, 100, completion)],
      state,
    });
    expect(kinds(change(part(), 'intents', 0, { refunded: 100 }))).toEqual([]);
    for (const given of [0, 100])
      expect(kinds(change(part({ kind: 'unknown' }), 'intents', 0, { refunded: given }))).toEqual([]);
    const refused = part({ kind: 'answer', answer: { type: 'RefundRefused' } });
    expect(kinds(change(refused, 'intents', 0, { refunded: 100 }))).toEqual(['not charged']);
    expect(kinds(change(part(), 'intents', 0, { refunded: 0 }))).toEqual(['charged without a booking']);
  });

  test('a booking that ended when all was given back in the dashboard', () => {
    const at = change(givenBack(good(2), 0), 'bookings', 0, { cancelledBy: 'PROVIDER' });
    expect(kinds({ ...at, outcomes: [...good(2).outcomes, refunded(0, null)] })).toEqual([]);
    for (const outcomes of [at.outcomes, [...good(2).outcomes, refunded(0, 100)]])
      expect(kinds({ ...at, outcomes })).toEqual(['lost']);
  });

  test('a like that was taken back, and one that a customer without an answer may have taken back', () => {
    const { outcomes, state } = good(2);
    const unliked = { outcomes: [...outcomes, marked(0, 'unlike', undefined, 9_000)], state };
    expect(kinds(without(unliked, 'marks', 0))).toEqual([]);
    const maybe = { outcomes: [...outcomes, marked(0, 'unlike', { kind: 'unknown' }, 9_000)], state };
    for (const at of [maybe, without(maybe, 'marks', 0)]) expect(kinds(at)).toEqual(['stuck']);
  });

  test('a like that was repeated after it was taken back', () => {
    const { outcomes, state } = good(1);
    const [booking, like, review] = outcomes;
    if (!booking || !like || !review) throw new Error('unreachable');
    const late = { ...like, isRepeated: true };
    const all = [booking, late, review, marked(0, 'unlike', undefined, 9_000)];
    for (const at of [{ outcomes: all, state }, without({ outcomes: all, state }, 'marks', 0)])
      expect(kinds(at)).toEqual([]);
  });

  test('nothing is left of a deleted room', () => {
    const at = without(without(good(1), 'marks', 0), 'reviews', 0);
    expect(kinds(at)).toEqual(['lost']);
    expect(kinds(change(at, 'rooms', 0, { deleted: true }))).toEqual(['room wrong']);
  });
});

/** Each fault of one row in a correct state, and the kind of the violation. */
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
    'a booking is cancelled without a request',
    'lost',
    (at, i) => ({ ...givenBack(at, i), outcomes: at.outcomes }),
  ],
  [
    'a booking is cancelled for a room that was not closed',
    'lost',
    (at, i) => change(givenBack(at, i), 'bookings', i, { cancelledBy: 'ROOM' }),
  ],
  [
    'a booking is confirmed after an acknowledged cancellation',
    'lost',
    (at, i) => ({ ...at, outcomes: [...at.outcomes, cancelled(i)] }),
  ],
  [
    'a cancelled booking was not refunded',
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
    (at, i) => change(at, 'intents', i, { metadata: { bookingId: 'unknown' } }),
  ],
  [
    'a booking was charged twice',
    'charged without a booking',
    (at, i) => ({
      ...at,
      state: { ...at.state, intents: [...at.state.intents, ...at.state.intents.slice(i, i + 1)] },
    }),
  ],
  ['a confirmed booking was not charged', 'not charged', (at, i) => without(at, 'intents', i)],
  [
    'two bookings overlap',
    'double-booked',
    (at, i) =>
      change(at, 'bookings', i, {
        roomId: at.state.bookings[(i + 1) % at.state.bookings.length]?.roomId ?? '',
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
    (at, i) => change(givenBack(at, i), 'payments', i, { status: 'REFUND_FAILED' }),
  ],
  ['events wait', 'stuck', (at) => ({ ...at, state: { ...at.state, waiting: { room: 3 } } })],
  [
    'a customer got SlotTaken and has the booking',
    'wrong answer',
    (at, i) => ({
      ...at,
      outcomes: at.outcomes.with(i, booked(i, { kind: 'answer', answer: { type: 'SlotTaken' } })),
    }),
  ],
  [
    'a customer got "retry later" and has the booking',
    'wrong answer',
    (at, i) => ({ ...at, outcomes: at.outcomes.with(i, booked(i, { kind: 'refused' })) }),
  ],
  ['a room forgot its booking', 'room wrong', (at, i) => change(at, 'rooms', i, { assignments: [] })],
  [
    'a room is kept for a cancelled booking',
    'room wrong',
    (at, i) => change(givenBack(at, i), 'rooms', i, { assignments: [`booking-${i}`] }),
  ],
  ['an acknowledged like is gone', 'lost', (at, i) => without(at, 'marks', i)],
  [
    'an acknowledged unlike has no effect',
    'lost',
    (at, i) => ({ ...at, outcomes: [...at.outcomes, marked(i, 'unlike', undefined, 9_000)] }),
  ],
  ['a bookmark that nobody has set', 'wrong answer', (at, i) => change(at, 'marks', i, { mark: 'BOOKMARK' })],
  ['an acknowledged review is gone', 'lost', (at, i) => without(at, 'reviews', i)],
  ['a review is an earlier one', 'lost', (at, i) => change(at, 'reviews', i, { rating: 1 })],
  [
    'a review is there twice',
    'wrong answer',
    (at, i) => ({
      ...at,
      state: { ...at.state, reviews: [...at.state.reviews, ...at.state.reviews.slice(i, i + 1)] },
    }),
  ],
  [
    'a review that nobody has written',
    'wrong answer',
    (at, i) => ({ ...at, outcomes: at.outcomes.filter(({ key }) => key !== `review-${i}`) }),
  ],
  ['a review is another’s', 'lost', (at, i) => change(at, 'reviews', i, { customerId: 'mallory' })],
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
      const completion = success('DeleteRoomSuccess', `room-${i}`);
      return {
        ...at,
        outcomes: [
          ...at.outcomes,
          {
            operation,
            key: 'delete',
            subject: 'host',
            roomId: `room-${i}`,
            completion,
            isRepeated: false,
          },
        ],
      };
    },
  ],
];

type Seen = SystemState['seen'];
type Page = Seen['pages'][number];

function onPage(change: (page: Page) => Partial<Page>): (seen: Seen) => Seen {
  return (seen) => ({ ...seen, pages: seen.pages.map((page) => ({ ...page, ...change(page) })) });
}

/** Each way in which what clients see may be wrong, and the kind of the violation. */
const misleading: readonly (readonly [string, string, (index: number) => (seen: Seen) => Seen])[] = [
  ['the board lacks a room', 'view wrong', (i) => (seen) => ({ ...seen, rooms: seen.rooms.toSpliced(i, 1) })],
  [
    'the board has a room twice',
    'view wrong',
    (i) => (seen) => ({ ...seen, rooms: [...seen.rooms, ...seen.rooms.slice(i, i + 1)] }),
  ],
  ...(
    [
      ['another status', { status: 'FULL' }],
      ['a like too many', { likeCount: 2 }],
      ['a bookmark too many', { bookmarkCount: 1 }],
      ['no review', { reviewCount: 0 }],
    ] as const
  ).map(
    ([name, fields]) =>
      [
        `the board shows ${name}`,
        'view wrong',
        (i: number) => (seen: Seen) => ({
          ...seen,
          rooms: seen.rooms.map((room, place) => (place === i ? { ...room, ...fields } : room)),
        }),
      ] as const,
  ),
  [
    'the board lacks a course',
    'view wrong',
    (i) => (seen) => ({ ...seen, courses: seen.courses.toSpliced(i, 1) }),
  ],
  [
    'the board shows a like of a course that is not there',
    'view wrong',
    () => (seen) => ({ ...seen, courses: seen.courses.map((course) => ({ ...course, likeCount: 1 })) }),
  ],
  ['the board cannot be read', 'view wrong', () => (seen) => ({ ...seen, unreadable: ['the board'] })],
  [
    'a page lacks a booking',
    'view wrong',
    (i) => onPage(({ bookings }) => ({ bookings: bookings.toSpliced(i, 1) })),
  ],
  [
    'a page shows a former status',
    'view wrong',
    (i) =>
      onPage(({ bookings }) => ({
        bookings: bookings.map((row, place) => (place === i ? { ...row, status: 'PAID' } : row)),
      })),
  ],
  [
    'a page shows a former status of a payment',
    'view wrong',
    (i) =>
      onPage(({ bookings }) => ({
        bookings: bookings.map((row, place) => (place === i ? { ...row, paymentStatus: 'AUTHORIZED' } : row)),
      })),
  ],
  [
    'a page shows a bookmark that is not there',
    'view wrong',
    (i) => onPage(() => ({ bookmarkedRoomIds: [`room-${i}`] })),
  ],
  [
    'a page shows a bookmark of a course that is not there',
    'view wrong',
    (i) => onPage(() => ({ bookmarkedCourseIds: [`course-${i}`] })),
  ],
  ['a page miscounts messages', 'view wrong', () => onPage(() => ({ unreadMessages: 0 }))],
  [
    'a message is missing',
    'message wrong',
    (i) => onPage(({ messages }) => ({ messages: messages.toSpliced(i, 1) })),
  ],
  [
    'a message is there twice',
    'message wrong',
    (i) =>
      onPage(({ messages }) => ({
        messages: [...messages, ...messages.slice(i, i + 1).map((each) => ({ ...each, id: 'again' }))],
      })),
  ],
  [
    'a list has a message twice',
    'message wrong',
    (i) => onPage(({ messages }) => ({ messages: [...messages, ...messages.slice(i, i + 1)] })),
  ],
  [
    'a message is about another’s booking',
    'message wrong',
    () =>
      onPage(({ messages }) => ({
        messages: [...messages, { id: 'x', tells: 'BOOKING_CONFIRMED booking-x' }],
      })),
  ],
];

describe('what clients see wrongly is found, wherever it is', () => {
  test.each(misleading)('%s: %s', (name, kind, spoil) => {
    const random = createRandom(1, name);
    for (let round = 0; round < 20; round += 1) {
      const bookings = random.between(2, 30);
      expect(kinds(good(bookings), spoil(random.between(0, bookings - 1)))).toContain(kind);
    }
  });

  test('a customer with more messages than are kept has that many, each about a change', () => {
    const many = good(600);
    const shortened = onPage(({ messages }) => ({ messages: messages.slice(1), unreadMessages: 999 }));
    const counted = onPage(() => ({ unreadMessages: 1_000 }));
    expect(kinds(many, counted)).toEqual([]);
    expect(kinds(many, shortened)).toEqual(['message wrong']);
    const repeated = onPage(({ messages }) => ({
      messages: messages.map((each, place) =>
        place === 0 ? { ...each, tells: messages[1]?.tells ?? '' } : each,
      ),
      unreadMessages: 1_000,
    }));
    expect(kinds(many, repeated)).toEqual(['message wrong']);
  });
});

describe('each wrong row is found, wherever it is', () => {
  test.each(faults)('%s: %s', (name, kind, spoil) => {
    const random = createRandom(1, name);
    for (let round = 0; round < 20; round += 1) {
      const bookings = random.between(2, 30);
      const spoilt = spoil(good(bookings), random.between(0, bookings - 1));
      expect(kinds(spoilt)).toContain(kind);
    }
  });

  test('a violation carries the correlation id of its booking', () => {
    const { outcomes, state } = change(good(1), 'bookings', 0, { status: 'PAID' });
    expect(check(outcomes, state)).toContainEqual({
      kind: 'stuck',
      what: 'the booking is PAID',
      bookingId: 'booking-0',
      correlationId: 'story-0',
    });
  });
});
