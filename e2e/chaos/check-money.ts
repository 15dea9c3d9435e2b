import type { Outcome } from './history.ts';
import type { SystemState } from './system-state.ts';
import { CONFIRMED_STATUSES, type Violation } from './violation.ts';

/**
 * Checks the provider's ledger against the bookings: captured minus refunded money is the price of the
 * booking, less the parts that were given back in the provider's dashboard.
 */
export function checkMoney(
  outcomes: readonly Outcome[],
  { bookings, intents }: SystemState,
): readonly Violation[] {
  const parts = partsGivenBack(outcomes);
  const violations: Violation[] = [];
  const byBooking = Map.groupBy(intents, ({ metadata }) => metadata.bookingId ?? '');
  const known = new Map(bookings.map((row) => [row.id, row]));

  for (const [bookingId, lines] of byBooking) {
    const booking = known.get(bookingId);
    const taken = lines.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
    const held = lines.reduce((sum, { capturable }) => sum + capturable, 0);
    const wanted = booking && CONFIRMED_STATUSES.has(booking.status) ? booking.amount : 0;
    const { certain = 0, uncertain = 0 } = (wanted > 0 && parts.get(bookingId)) || {};
    const [most, least] = [wanted - certain, wanted - certain - uncertain];
    const isOpen = booking?.status === 'PAID' || booking?.status === 'REQUESTED';
    const status = booking?.status ?? 'not there';
    const wrong = (kind: Violation['kind'], what: string) => violations.push({ kind, what, bookingId });

    if (taken > most && !isOpen)
      wrong('charged without a booking', `${taken} was taken, and the booking is ${status} for ${most}`);
    if (taken < least) wrong('not charged', `${taken} was taken, and the booking is ${status} for ${most}`);
    if (held > 0 && !isOpen)
      wrong('charged without a booking', `${held} is still authorised, and the booking is ${status}`);
    if (lines.filter(({ captured }) => captured > 0).length > 1)
      wrong('charged without a booking', 'it was charged more than once');
  }
  for (const { id, status, amount } of bookings) {
    if (CONFIRMED_STATUSES.has(status) && amount > 0 && !byBooking.has(id))
      violations.push({ kind: 'not charged', bookingId: id, what: 'the provider knows nothing of it' });
  }
  return violations;
}

/** The parts of payments that were given back in the provider's dashboard, by booking. */
function partsGivenBack(outcomes: readonly Outcome[]) {
  const parts = new Map<string, { readonly certain: number; readonly uncertain: number }>();
  for (const { operation, bookingId, completion } of outcomes) {
    if (operation.type !== 'refund' || operation.amount === null || bookingId === undefined) continue;
    const { certain, uncertain } = parts.get(bookingId) ?? { certain: 0, uncertain: 0 };
    const isDone = completion.kind === 'answer' && completion.answer.type === 'RefundSuccess';
    parts.set(bookingId, {
      certain: certain + (isDone ? operation.amount : 0),
      uncertain: uncertain + (completion.kind === 'unknown' ? operation.amount : 0),
    });
  }
  return parts;
}
