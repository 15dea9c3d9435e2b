import type { PaymentRow, SystemState } from './system-state.ts';
import { CONFIRMED_STATUSES, type Violation } from './violation.ts';

/** Finds what should have made progress: bookings, payments, refunds, events. */
export function checkStuck({ bookings, payments, waiting }: SystemState): readonly Violation[] {
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
    case 'REQUIRES_ACTION':
    case 'AUTHORIZED':
      return `the payment is ${status}`;
    case 'CAPTURED':
      return isWanted ? undefined : `the payment is CAPTURED after ${refunds.length} attempts to refund it`;
    case 'REFUND_FAILED':
      return 'the payment could not be refunded';
    case 'ABANDONED':
    case 'DECLINED':
    case 'VOIDED':
    case 'REFUNDED':
      return undefined;
  }
}

/** Each failed refund delays the next attempt. Returns when the last pending one is due. */
export function lastRefundDue({ payments }: Pick<SystemState, 'payments'>): string | undefined {
  return payments
    .flatMap(({ status, refunds }) => (status === 'CAPTURED' ? refunds : []))
    .filter(({ status }) => status === 'PENDING')
    .map(({ notBefore }) => notBefore)
    .toSorted()
    .at(-1);
}
