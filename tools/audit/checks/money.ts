import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import type { BookingRecord, IntentRecord, PaymentRecord, RefundRecord } from '../snapshot.ts';
import { inCaseOf, waitingRefund } from './case-finding.ts';

/** What the provider holds, in minor units: authorised money, and captured money minus refunds. */
export type Held = { readonly secured: number; readonly taken: number };

export function heldIn({ refundsOf }: Pick<CaseIndex, 'refundsOf'>, intents: readonly IntentRecord[]): Held {
  const back = (id: string) =>
    refundsOf(id)
      .filter(({ status }) => status !== 'FAILED')
      .reduce((sum, { amount }) => sum + amount.amount, 0);
  return {
    secured: intents.reduce((sum, { capturable }) => sum + capturable, 0),
    taken: intents.reduce((sum, { id, received }) => sum + received - back(id), 0),
  };
}

/** The provider holds the money of the confirmed bookings, and no other money. */
export function checkMoney(index: CaseIndex): readonly Finding[] {
  const { snapshot, bookings, payments } = index;
  const known = new Set(snapshot.payments.flatMap((payment) => index.intentsOf(payment).map(({ id }) => id)));
  return [
    ...snapshot.bookings.flatMap((booking) => checkBooking(index, booking)),
    ...snapshot.payments
      .filter(({ bookingId }) => !bookings.has(bookingId))
      .flatMap((each) => lost(index, each)),
    ...snapshot.intents.filter(({ id }) => !known.has(id)).map((each) => unknownIntent(index, each)),
    ...[...payments.values()].flatMap((payment) => checkOnce(index, payment)),
  ];
}

function checkBooking(index: CaseIndex, booking: BookingRecord): readonly Finding[] {
  const { id, status, price } = booking;
  const payments = index.paymentsOf(id);
  const [payment, second] = payments;
  const { secured, taken } = heldIn(
    index,
    payments.flatMap((each) => index.intentsOf(each)),
  );
  const held = `the provider holds ${money(taken, price.currency)} taken and ${money(secured, price.currency)} secured`;
  const state = `${payment ? `the payment is ${payment.status}` : 'there is no payment'}, ${held}`;
  const ids = payment ? { payment: payment.id } : {};
  const finding = (code: Finding['code'], message: string) => inCaseOf(index, id, { code, message, ids });

  const twice = second
    ? [finding('TWO_PAYMENTS', `${payments.length} payments: ${payments.map((p) => p.id).join(', ')}`)]
    : [];
  switch (status) {
    case 'REQUESTED':
      return twice;
    case 'PAID': {
      const isSecured = payment?.status === 'AUTHORIZED' || payment?.status === 'CAPTURED';
      if (isSecured && secured + taken >= price.amount) return twice;
      return [...twice, finding('BOOKING_WITHOUT_MONEY', `the booking is PAID, ${state}`)];
    }
    case 'CONFIRMED':
    case 'COMPLETED':
      if (payment?.status === 'CAPTURED' && taken + givenBackThere(payment) >= price.amount) return twice;
      // What is refunded at the provider after its end leaves a booking completed.
      if (status === 'COMPLETED' && payment?.status === 'REFUNDED' && givenBackThere(payment) > 0)
        return twice;
      return [...twice, finding('BOOKING_WITHOUT_MONEY', `the booking is ${status}, ${state}`)];
    case 'REJECTED':
    case 'CANCELLED': {
      if (payment?.status === 'REFUND_FAILED' && taken > 0)
        return [...twice, finding('REFUND_FAILED', state)];
      const isOurs =
        payment?.status === 'AUTHORIZED' || (payment?.status === 'CAPTURED' && !isOnItsWayBack(payment));
      if (secured + taken <= givenBackElsewhere(payment) && !isOurs) return twice;
      const next = payment && waitingRefund(payment);
      const plan = next ? `, a refund is due at ${next.notBefore}` : '';
      const message = `the booking is ${status}, ${state}${plan}`;
      return [
        ...twice,
        inCaseOf(index, id, { code: 'MONEY_WITHOUT_BOOKING', message, ids, changedAt: next?.notBefore }),
      ];
    }
  }
}

/** What was refunded at the provider without us, which leaves the booking as it is while it is a part. */
function givenBackThere(payment: PaymentRecord): number {
  return sumOf(payment, 'PROVIDER');
}

/** What an admin has noted as gone back otherwise: the provider holds that money for good. */
function givenBackElsewhere(payment: PaymentRecord | undefined): number {
  return payment ? sumOf(payment, 'ELSEWHERE') : 0;
}

function sumOf({ refunds }: PaymentRecord, wanted: RefundRecord['origin']): number {
  return refunds
    .filter(({ origin, status }) => origin === wanted && status !== 'FAILED')
    .reduce((sum, { amount }) => sum + amount.amount, 0);
}

function isOnItsWayBack({ refunds }: PaymentRecord): boolean {
  return refunds.some(({ status }) => status === 'PENDING');
}

function lost(index: CaseIndex, payment: PaymentRecord): readonly Finding[] {
  const { id, bookingId, status, amount } = payment;
  const { secured, taken } = heldIn(index, index.intentsOf(payment));
  const ids = { payment: id };
  const message = `the payment is ${status}, the provider holds ${money(secured + taken, amount.currency)}`;
  return [
    inCaseOf(index, bookingId, { code: 'PAYMENT_WITHOUT_BOOKING', message, ids }),
    ...(secured + taken > 0
      ? [inCaseOf(index, bookingId, { code: 'MONEY_WITHOUT_BOOKING', message, ids })]
      : []),
  ];
}

function unknownIntent(index: CaseIndex, intent: IntentRecord): Finding {
  const { id, status, amount, createdAt, reference } = intent;
  const { secured, taken } = heldIn(index, [intent]);
  const named = reference.paymentId ? `names the payment ${reference.paymentId}` : 'names no payment of ours';
  return {
    code: secured + taken > 0 ? 'MONEY_WITHOUT_BOOKING' : 'INTENT_UNKNOWN',
    message: `an intent that we do not know is ${status} with ${money(secured + taken, amount.currency)} and ${named}`,
    ids: { intent: id, ...(reference.bookingId ? { booking: reference.bookingId } : {}) },
    correlationId: reference.correlationId,
    changedAt: createdAt,
  };
}

/** A payment has money in at most one intent. */
function checkOnce(index: CaseIndex, payment: PaymentRecord): readonly Finding[] {
  const holding = index.intentsOf(payment).filter((intent) => {
    const { secured, taken } = heldIn(index, [intent]);
    return secured + taken > 0;
  });
  if (holding.length < 2) return [];
  const message = holding
    .map(({ id, amount }) => `${id} ${money(amount.amount, amount.currency)}`)
    .join(', ');
  return [
    inCaseOf(index, payment.bookingId, { code: 'CHARGED_TWICE', message, ids: { payment: payment.id } }),
  ];
}

/** In minor units by ISO 4217. */
export function money(amount: number, currency: string): string {
  return `${amount} ${currency}`;
}
