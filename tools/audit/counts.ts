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

export function countAll(snapshot: Snapshot): Counts {
  const {
    bookings,
    payments,
    rooms,
    stocks,
    targets,
    mailboxes,
    view,
    intents,
    providerRefunds,
    events,
    subjects,
  } = snapshot;
  const eventsOf = (service: Service) => events.filter((event) => event.service === service).length;
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
    assignments: rooms.reduce((sum, { assignments }) => sum + assignments.length, 0),
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
    messages: subjects ? [...subjects.values()].reduce((sum, count) => sum + count, 0) : null,
    money: countMoney(snapshot),
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

function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(values, (value) => value);
  return Object.fromEntries([...groups].map(([value, all]) => [value, all.length] as const).sort());
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
