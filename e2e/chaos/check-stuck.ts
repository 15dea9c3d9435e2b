import type { PaymentRow, World } from './stores.ts';
import { CONFIRMED_STATUSES, type Violation } from './violation.ts';

/** What should have moved on by now: bookings, payments, refunds that nobody is waiting with, events. */
export function checkStuck({ bookings, payments, waiting }: World): readonly Violation[] {
  const stuckBookings = bookings
    .filter(({ status }) => status === 'REQUESTED' || status === 'PAID')
    .map(({ id, status }): Violation => ({ kind: 'stuck', bookingId: id, what: `the booking is ${status}` }));
  const statusOf = new Map(bookings.map(({ id, status }) => [id, status]));
  const stuckPayments = payments.flatMap((payment): readonly Violation[] => {
    const { bookingId } = payment;
    const what = stuckPayment(payment, CONFIRMED_STATUSES.has(statusOf.get(bookingId) ?? ''));
    return what === undefined ? [] : [{ kind: 'stuck', bookingId, what }];
  });
  const stuckEvents = Object.entries(waiting)
    .filter(([, count]) => count > 0)
    .map(
      ([service, count]): Violation => ({
        kind: 'stuck',
        what: `${count} events of ${service} wait to be published`,
      }),
    );
  return [...stuckBookings, ...stuckPayments, ...stuckEvents];
}

function stuckPayment({ status, refunds }: PaymentRow, isWanted: boolean): string | undefined {
  switch (status) {
    case 'REQUESTED':
    case 'AUTHORIZED':
      return `the payment is ${status}`;
    case 'CAPTURED':
      return isWanted ? undefined : `the payment is CAPTURED after ${refunds.length} tries to give it back`;
    case 'FAILED':
      return 'the payment could not be given back';
    case 'ABANDONED':
    case 'DECLINED':
    case 'VOIDED':
    case 'REFUNDED':
      return undefined;
  }
}

/** Refunds that have failed wait longer each time before they are tried again: when the last of them is. */
export function lastRefundDue({ payments }: Pick<World, 'payments'>): string | undefined {
  return payments
    .flatMap(({ status, refunds }) => (status === 'CAPTURED' ? refunds : []))
    .filter(({ status }) => status === 'PENDING')
    .map(({ notBefore }) => notBefore)
    .toSorted()
    .at(-1);
}
