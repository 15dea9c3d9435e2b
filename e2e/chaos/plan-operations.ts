import { createRandom, type Random } from '../../platform/random.ts';

/** What a client does without a definite answer. */
export type Patience =
  /** Retries with the same key until there is one, and once more after the healing. */
  | 'persists'
  /** Sends one request and never retries, so the outcome stays unknown. */
  | 'abandons';

type BaseOperation = {
  /** Its index in the plan. */
  readonly index: number;
  /** The client. Each client does its operations in sequence, all of them in parallel. */
  readonly client: string;
  readonly patience: Patience;
};

export type Book = BaseOperation & {
  readonly type: 'book';
  /** The room's number in the plan. */
  readonly room: number;
  /** From the start of the run's calendar, in half hours; null for a default slot: now, for one hour. */
  readonly slot: { readonly from: number; readonly length: number } | null;
  readonly paymentMethod: string;
};

export type Cancel = BaseOperation & {
  readonly type: 'cancel';
  /** The index in the plan of the booking to cancel. */
  readonly booking: number;
};

export type RoomWork = BaseOperation &
  (
    | { readonly type: 'register' | 'close' | 'reopen'; readonly room: number }
    | { readonly type: 'delete'; readonly room: number; readonly cancelBookings: boolean }
  );

/** The mutations that put a customer into one of a target's sets, or take them out of it. */
export const MARK_MUTATIONS = ['like', 'unlike', 'addBookmark', 'removeBookmark'] as const;

/** A room or a course, by its number in the plan. */
export type Target = { readonly type: 'ROOM' | 'COURSE'; readonly number: number };

export type Mark = BaseOperation & {
  readonly type: 'mark';
  readonly target: Target;
  readonly mutation: (typeof MARK_MUTATIONS)[number];
};

export type Review = BaseOperation & {
  readonly type: 'review';
  readonly target: Target;
  readonly rating: number;
};

/** A refund by hand in the provider's dashboard, of which no service is asked. */
export type OutsideRefund = BaseOperation & {
  readonly type: 'refund';
  /** The index in the plan of the booking whose money goes back. */
  readonly booking: number;
  /** In minor units; null gives back what is left. */
  readonly amount: number | null;
};

export type Operation = Book | Cancel | RoomWork | Mark | Review | OutsideRefund;

/** The shares of bookings that are followed by other operations. */
const CANCELLED = 0.22;
const CANCELLED_AT_ONCE = 0.4;
const CANCELLED_BY_ADMIN = 0.15;
const RACED_FOR = 0.12;
const WITHOUT_SLOT = 0.02;
const ABANDONED = 0.03;
const ROOM_WORK = 0.02;
/** Of the bookings, those whose money goes back in the provider's dashboard, half of them only a part. */
const REFUNDED_OUTSIDE = 0.03;
const REFUNDED_IN_PART = 0.5;
/** Less than the price of half an hour in any room. */
const REFUNDED_PART = 100;
const MARKED = 0.25;
/** Of the likes and bookmarks, those of courses; and the reviews of courses, most of them written anew. */
const MARKED_COURSE = 0.3;
const REVIEWED_COURSE = 0.05;
/** Of the bookings whose slot begins at once, and of the others, which may not be reviewed yet. */
const REVIEWED_IN_USE = 0.8;
const REVIEWED_TOO_EARLY = 0.02;
/** The number of operations after which a booking is mostly confirmed, unless it was refused. */
const CONFIRMED_AFTER = 60;
const CARDS = [
  ...Array<string>(16).fill('pm_card_visa'),
  'pm_card_threeDSecure2Required',
  'pm_card_visa_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_mastercard',
];
/** The fewer slots there are for the bookings, the more collide. */
const SLOTS_PER_BOOKING = 1.6;
/** The maximal distance between a booking and its later cancellation. */
const LOOK_BACK = 120;
const MOST_RACERS = 4;

/** Plans what the clients do, in order: a pure function of the seed. */
export function planOperations({
  seed,
  bookings,
  clients,
  firstRooms,
  courses,
}: {
  readonly seed: number;
  readonly bookings: number;
  readonly clients: number;
  readonly firstRooms: number;
  readonly courses: number;
}): readonly Operation[] {
  const random = createRandom(seed, 'operations');
  const operations: Operation[] = [];
  /** Independent of the bookings: these stay the same. */
  const taste = createRandom(seed, 'engagement');
  /** Independent, too. */
  const staff = createRandom(seed, 'dashboard');
  const rooms = createRooms(random, firstRooms);
  const slots = Math.max(4, Math.round((bookings * SLOTS_PER_BOOKING) / firstRooms));
  const customers = Array.from({ length: clients }, (_, index) => `customer-${index}`);
  /** Who will review a room that they use. */
  const inUse: { readonly client: string; readonly room: Target; readonly from: number }[] = [];
  let booked = 0;

  const patience = (): Patience => (random.happens(ABANDONED) ? 'abandons' : 'persists');
  const index = (): number => operations.length;

  function book(client: string, room: number, slot: Book['slot']): void {
    operations.push({
      type: 'book',
      index: index(),
      client,
      patience: patience(),
      room,
      slot,
      paymentMethod: random.pick(CARDS),
    });
    booked += 1;
  }

  function cancel(booking: Book): void {
    const client = random.happens(CANCELLED_BY_ADMIN) ? 'admin-0' : booking.client;
    operations.push({ type: 'cancel', index: index(), client, patience: patience(), booking: booking.index });
  }

  function refundOutside(recent: readonly Book[]): void {
    if (recent.length === 0) return;
    operations.push({
      type: 'refund',
      index: index(),
      client: 'dashboard-0',
      patience: 'abandons',
      booking: staff.pick(recent).index,
      amount: staff.happens(REFUNDED_IN_PART) ? REFUNDED_PART : null,
    });
  }

  const engaged = (client: string): BaseOperation => ({
    index: index(),
    client,
    patience: taste.happens(ABANDONED) ? 'abandons' : 'persists',
  });

  const course = (): Target => ({ type: 'COURSE', number: taste.between(0, courses - 1) });

  function mark(client: string, target: Target): void {
    operations.push({ ...engaged(client), type: 'mark', target, mutation: taste.pick(MARK_MUTATIONS) });
  }

  function review(client: string, target: Target): void {
    operations.push({ ...engaged(client), type: 'review', target, rating: taste.between(1, 5) });
  }

  /** What the client of a booking does with its room, and with a course. */
  function engage(client: string, number: number, isInUse: boolean): void {
    const room: Target = { type: 'ROOM', number };
    if (taste.happens(MARKED)) mark(client, taste.happens(MARKED_COURSE) ? course() : room);
    if (taste.happens(REVIEWED_COURSE)) review(client, course());
    if (isInUse && taste.happens(REVIEWED_IN_USE))
      inUse.push({ client, room, from: index() + CONFIRMED_AFTER });
    if (!isInUse && taste.happens(REVIEWED_TOO_EARLY)) review(client, room);
  }

  /** The reviews of rooms in use whose time has come. */
  function reviewRoomsInUse(until: number): void {
    while (inUse[0] && inUse[0].from <= until) {
      const { client, room } = inUse[0];
      inUse.shift();
      review(client, room);
    }
  }

  while (booked < bookings) {
    reviewRoomsInUse(index());
    if (random.happens(ROOM_WORK)) {
      operations.push({ ...rooms.work(), index: index(), client: 'host-1', patience: 'persists' });
      continue;
    }
    const room = rooms.pick();
    const slot = random.happens(WITHOUT_SLOT) ? null : drawSlot(random, slots);
    const racers = random.happens(RACED_FOR) ? random.between(2, MOST_RACERS) : 1;
    for (let racer = 0; racer < racers && booked < bookings; racer += 1) {
      const client = random.pick(customers);
      book(client, room, slot);
      engage(client, room, slot === null);
    }
    const recent = operations.slice(-LOOK_BACK).filter((each) => each.type === 'book');
    if (staff.happens(REFUNDED_OUTSIDE))
      refundOutside(recent.filter(({ index: at }) => at < index() - CONFIRMED_AFTER));
    if (!random.happens(CANCELLED)) continue;
    const latest = recent.at(-1);
    if (latest) cancel(random.happens(CANCELLED_AT_ONCE) ? latest : random.pick(recent));
  }
  reviewRoomsInUse(Number.POSITIVE_INFINITY);
  return operations;
}

/** Mostly whole hours; some begin or end in the middle of others. */
function drawSlot(random: Random, slots: number): Book['slot'] {
  const from = 2 * random.between(1, slots);
  if (random.happens(0.8)) return { from, length: 2 };
  return { from: from + random.between(0, 1), length: random.between(1, 4) };
}

/** The rooms in the plan's view, so that most bookings are for open rooms. */
function createRooms(random: Random, firstRooms: number) {
  const open = Array.from({ length: firstRooms }, (_, number) => number);
  const closed: number[] = [];
  let next = firstRooms;

  const take = (from: number[]): number => {
    const room = random.pick(from);
    from.splice(from.indexOf(room), 1);
    return room;
  };

  type Work =
    | { readonly type: 'register' | 'close' | 'reopen'; readonly room: number }
    | { readonly type: 'delete'; readonly room: number; readonly cancelBookings: boolean };

  return {
    pick: (): number => random.pick(random.happens(0.97) || closed.length === 0 ? open : closed),
    work(): Work {
      const chance = random.next();
      if (closed.length > 0 && chance < 0.35) {
        const room = take(closed);
        open.push(room);
        return { type: 'reopen', room };
      }
      if (chance < 0.65 || open.length < firstRooms) {
        const room = next;
        next += 1;
        open.push(room);
        return { type: 'register', room };
      }
      const room = take(open);
      if (chance < 0.82) {
        closed.push(room);
        return { type: 'close', room };
      }
      return { type: 'delete', room, cancelBookings: random.happens(0.7) };
    },
  };
}
