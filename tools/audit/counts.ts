import { type CaseIndex, isIn } from './case-index.ts';
import { heldIn } from './checks/money.ts';
import type { Service, Snapshot } from './snapshot.ts';

/** The sums of one side's books in one currency, in minor units. */
export type Totals = {
  readonly secured: number;
  readonly captured: number;
  /** Refunded, or being refunded. */
  readonly refunded: number;
};

/** The number of records that were read. */
export type Counts = {
  readonly bookings: Readonly<Record<string, number>>;
  readonly payments: Readonly<Record<string, number>>;
  readonly rooms: Readonly<Record<string, number>>;
  readonly stocks: Readonly<Record<string, number>>;
  /** The courses, the rooms as community knows them, and what people have with both. */
  readonly targets: Readonly<Record<string, number>>;
  /** The messages to customers. */
  readonly told: Readonly<Record<'read' | 'unread', number>>;
  /** The rows of the views, by table. */
  readonly views: Readonly<Record<string, number>>;
  readonly engagement: Readonly<Record<'likes' | 'bookmarks' | 'reviews', number>>;
  readonly assignments: number;
  readonly intents: Readonly<Record<string, number>>;
  readonly refunds: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<Service, number>>;
  /** Messages in the streams; null if they were not read. */
  readonly messages: number | null;
  /** By currency: the sums of our books and of the provider's. */
  readonly money: Readonly<Record<string, { readonly ours: Totals; readonly provider: Totals }>>;
};

/** Counts what a snapshot has all records of. */
export function countAll({ snapshot, histories }: CaseIndex): Counts {
  const { bookings, payments, stocks, targets, mailboxes, view, intents, providerRefunds, subjects, scope } =
    snapshot;
  const rooms = isIn(scope, 'room') ? snapshot.rooms : [];
  const assigned = isIn(scope, 'booking') ? snapshot.rooms : [];
  const eventsOf = (service: Service) =>
    sum(histories.map((history) => (history.service === service ? history.count : 0)));
  return {
    bookings: tally(bookings.map(({ status }) => status)),
    payments: tally(payments.map(({ status }) => status)),
    rooms: tally(rooms.map(({ status, deleted }) => (deleted ? 'deleted' : status))),
    stocks: tally(stocks.map(({ status }) => status)),
    targets: tally(targets.map(({ type, status }) => `${type} ${status}`)),
    told: {
      read: sum(mailboxes.map(({ there }) => there.messages - there.unread)),
      unread: sum(mailboxes.map(({ there }) => there.unread)),
    },
    views: Object.fromEntries(Object.entries(view).map(([table, rows]) => [table, rows.length])),
    engagement: {
      likes: sum(targets.map(({ sets }) => sets.likes)),
      bookmarks: sum(targets.map(({ sets }) => sets.bookmarks)),
      reviews: sum(targets.map(({ sets }) => sets.reviews)),
    },
    assignments: sum(assigned.map(({ assignments }) => assignments.length)),
    intents: tally(intents.map(({ status }) => status)),
    refunds: tally(providerRefunds.map(({ status }) => status)),
    events: {
      booking: eventsOf('booking'),
      payment: eventsOf('payment'),
      room: eventsOf('room'),
      supplies: eventsOf('supplies'),
      community: eventsOf('community'),
      notification: eventsOf('notification'),
    },
    messages: subjects ? sum([...subjects.values()]) : null,
    money: countMoney(snapshot),
  };
}

/** The counts of two parts of the system together. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    bookings: addTallies(a.bookings, b.bookings),
    payments: addTallies(a.payments, b.payments),
    rooms: addTallies(a.rooms, b.rooms),
    stocks: addTallies(a.stocks, b.stocks),
    targets: addTallies(a.targets, b.targets),
    told: { read: a.told.read + b.told.read, unread: a.told.unread + b.told.unread },
    views: addTallies(a.views, b.views),
    engagement: {
      likes: a.engagement.likes + b.engagement.likes,
      bookmarks: a.engagement.bookmarks + b.engagement.bookmarks,
      reviews: a.engagement.reviews + b.engagement.reviews,
    },
    assignments: a.assignments + b.assignments,
    intents: addTallies(a.intents, b.intents),
    refunds: addTallies(a.refunds, b.refunds),
    events: {
      booking: a.events.booking + b.events.booking,
      payment: a.events.payment + b.events.payment,
      room: a.events.room + b.events.room,
      supplies: a.events.supplies + b.events.supplies,
      community: a.events.community + b.events.community,
      notification: a.events.notification + b.events.notification,
    },
    messages: a.messages === null || b.messages === null ? null : a.messages + b.messages,
    money: addMoney(a.money, b.money),
  };
}

type Tally = Readonly<Record<string, number>>;

/** Known keys keep their places; new ones are added in the order of their names, as a tally has them. */
function addTallies(a: Tally, b: Tally): Tally {
  const added = Object.entries(b).map(([key, count]) => [key, (a[key] ?? 0) + count] as const);
  const all = { ...a, ...Object.fromEntries(added) };
  return Object.keys(all).length === Object.keys(a).length
    ? all
    : Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function addMoney(a: Counts['money'], b: Counts['money']): Counts['money'] {
  const currencies = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    currencies.map((currency) => [
      currency,
      {
        ours: addTotals(a[currency]?.ours, b[currency]?.ours),
        provider: addTotals(a[currency]?.provider, b[currency]?.provider),
      },
    ]),
  );
}

const NOTHING: Totals = { secured: 0, captured: 0, refunded: 0 };

function addTotals(a = NOTHING, b = NOTHING): Totals {
  return {
    secured: a.secured + b.secured,
    captured: a.captured + b.captured,
    refunded: a.refunded + b.refunded,
  };
}

function countMoney({ payments, intents, providerRefunds }: Snapshot): Counts['money'] {
  const refunds = Map.groupBy(providerRefunds, ({ intentId }) => intentId);
  const currencies = [...new Set([...payments, ...intents].map(({ amount }) => amount.currency))].sort();
  return Object.fromEntries(
    currencies.map((currency) => {
      const ours = payments.filter(({ amount }) => amount.currency === currency);
      const theirs = intents.filter(({ amount }) => amount.currency === currency);
      const captured = sum(theirs.map(({ received }) => received));
      const { secured, taken } = heldIn({ refundsOf: (id) => refunds.get(id) ?? [] }, theirs);
      return [
        currency,
        {
          ours: {
            secured: sum(
              ours.filter(({ status }) => status === 'AUTHORIZED').map(({ amount }) => amount.amount),
            ),
            captured: sum(ours.filter(({ status }) => TAKEN.has(status)).map(({ amount }) => amount.amount)),
            refunded: sum(
              ours.flatMap(({ refunds }) =>
                refunds
                  .filter(({ status, providerId }) => status !== 'FAILED' && providerId !== null)
                  .map(({ amount }) => amount.amount),
              ),
            ),
          },
          provider: { secured, captured, refunded: captured - taken },
        },
      ];
    }),
  );
}

const TAKEN: ReadonlySet<string> = new Set(['CAPTURED', 'REFUNDED', 'REFUND_FAILED']);

function tally(values: readonly string[]): Tally {
  const groups = Map.groupBy(values, (value) => value);
  return Object.fromEntries([...groups].map(([value, all]) => [value, all.length] as const).sort());
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
