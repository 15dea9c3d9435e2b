import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import type {
  IntentRecord,
  PaymentRecord,
  PaymentStatus,
  ProviderRefund,
  RefundRecord,
} from '../snapshot.ts';
import { inCaseOf, waitingRefund } from './case-finding.ts';
import { heldIn, money } from './money.ts';

/**
 * The possible states of the provider's intent, by the state of our payment; undefined: no intent is
 * required.
 */
const INTENT_STATES: Readonly<Record<PaymentStatus, readonly (string | undefined)[] | 'any'>> = {
  REQUESTED: 'any',
  // The customer may have acted since the provider was last asked.
  REQUIRES_ACTION: ['requires_action', 'requires_capture', 'requires_payment_method', 'canceled'],
  ABANDONED: [undefined, 'canceled', 'requires_payment_method'],
  DECLINED: [undefined, 'canceled', 'requires_payment_method', 'requires_action'],
  AUTHORIZED: ['requires_capture'],
  VOIDED: ['canceled'],
  CAPTURED: ['succeeded'],
  REFUNDED: ['succeeded'],
  REFUND_FAILED: ['succeeded'],
};

/** Our records of a payment agree with the provider's, and pending work there gets done. */
export function checkLedger(index: CaseIndex): readonly Finding[] {
  return index.snapshot.payments.flatMap((payment) => {
    const [intent] = index.intentsOf(payment);
    return [
      ...checkPrice(index, payment, intent),
      ...checkIntent(index, payment, intent),
      ...checkRefunds(index, payment, intent),
      ...checkDispute(index, payment, intent),
      ...checkDone(index, payment),
    ];
  });
}

type Details = Omit<Parameters<typeof inCaseOf>[2], 'ids'> & { readonly intent?: IntentRecord | undefined };

function ofPayment(index: CaseIndex, payment: PaymentRecord, { intent, ...details }: Details): Finding {
  const ids = { payment: payment.id, ...(intent ? { intent: intent.id } : {}) };
  return inCaseOf(index, payment.bookingId, { ...details, ids });
}

function checkPrice(
  index: CaseIndex,
  payment: PaymentRecord,
  intent: IntentRecord | undefined,
): readonly Finding[] {
  const booking = index.bookings.get(payment.bookingId);
  const text = ({ amount, currency }: PaymentRecord['amount']) => money(amount, currency);
  const differ = [
    ...(booking && text(booking.price) !== text(payment.amount)
      ? [`the booking costs ${text(booking.price)}, its payment is ${text(payment.amount)}`]
      : []),
    ...(booking && booking.customerId !== payment.customerId
      ? [`the booking is ${booking.customerId}’s, its payment ${payment.customerId}’s`]
      : []),
    ...(intent && text(intent.amount) !== text(payment.amount)
      ? [`the payment is ${text(payment.amount)}, the provider’s intent ${text(intent.amount)}`]
      : []),
  ];
  return differ.map((message) => ofPayment(index, payment, { code: 'PRICE_DIFFERS', message, intent }));
}

function checkIntent(
  index: CaseIndex,
  payment: PaymentRecord,
  intent: IntentRecord | undefined,
): readonly Finding[] {
  const { status, intentId, amount } = payment;
  const { changedAt } = { changedAt: intent?.createdAt };
  // A payment of nothing does not involve the provider.
  if (amount.amount === 0 && !intent && intentId === null) return [];
  const possible = INTENT_STATES[status];
  if (possible === 'any') return [];
  if (!intent) {
    if (possible.includes(undefined) && intentId === null) return [];
    const message = `the payment is ${status}, its intent is ${intentId ?? 'not noted'}`;
    return [ofPayment(index, payment, { code: 'INTENT_MISSING', message })];
  }
  const differs = (what: string) =>
    ofPayment(index, payment, { code: 'LEDGER_DIFFERS', message: what, intent, changedAt });
  if (!possible.includes(intent.status))
    return [differs(`the payment is ${status}, the intent ${intent.status}`)];
  const { secured } = heldIn(index, [intent]);
  const expected = {
    secured: intent.status === 'requires_capture' ? amount.amount : 0,
    received: intent.status === 'succeeded' ? amount.amount : 0,
  };
  if (secured === expected.secured && intent.received === expected.received) return [];
  const { currency } = amount;
  return [
    differs(
      `the intent is ${intent.status} with ${money(intent.received, currency)} taken and ${money(secured, currency)} secured`,
    ),
  ];
}

function checkRefunds(
  index: CaseIndex,
  payment: PaymentRecord,
  intent: IntentRecord | undefined,
): readonly Finding[] {
  const theirs = intent ? index.refundsOf(intent.id) : [];
  const ours = payment.refunds;
  const unknown = theirs
    .filter(({ id }) => !ours.some(({ providerId }) => providerId === id))
    .map(({ id, status, amount, createdAt }) =>
      ofPayment(index, payment, {
        code: 'REFUND_UNKNOWN',
        message: `${id} over ${money(amount.amount, amount.currency)} is ${status}`,
        intent,
        changedAt: createdAt,
      }),
    );
  const compared = ours.flatMap((refund) => {
    if (refund.providerId === null) return [];
    const found = theirs.find(({ id }) => id === refund.providerId);
    if (!found) {
      const message = `${refund.providerId}, which is ${refund.status} here`;
      return [ofPayment(index, payment, { code: 'REFUND_MISSING', message, intent })];
    }
    if (isSame(refund, found)) return [];
    const message = `the refund ${found.id} is ${refund.status} here and ${found.status} at the provider (${refund.amount.amount} and ${found.amount.amount})`;
    return [
      ofPayment(index, payment, { code: 'LEDGER_DIFFERS', message, intent, changedAt: found.createdAt }),
    ];
  });
  return [...unknown, ...compared];
}

function isSame(ours: RefundRecord, theirs: ProviderRefund): boolean {
  return ours.status === theirs.status && ours.amount.amount === theirs.amount.amount;
}

function checkDispute(
  index: CaseIndex,
  payment: PaymentRecord,
  intent: IntentRecord | undefined,
): readonly Finding[] {
  const theirs = (intent ? index.disputesOf(intent.id) : []).toSorted((a, b) =>
    a.createdAt < b.createdAt ? 1 : -1,
  )[0];
  const ours = payment.dispute;
  if (!theirs || (theirs.providerId === ours?.providerId && theirs.status === ours.status)) return [];
  const known = ours ? `${ours.providerId}, which is ${ours.status}` : 'none';
  const message = `${theirs.providerId} over ${money(theirs.amount.amount, theirs.amount.currency)} is ${theirs.status}, here is ${known}`;
  return [
    ofPayment(index, payment, { code: 'DISPUTE_UNKNOWN', message, intent, changedAt: theirs.createdAt }),
  ];
}

/** The worker does the pending work at the provider; this finds work that is not done. */
function checkDone(index: CaseIndex, payment: PaymentRecord): readonly Finding[] {
  const open = openStep(payment);
  if (!open) return [];
  const next = waitingRefund(payment);
  const tried = next && payment.attempts === 0 ? '' : ` (tried ${payment.attempts} times)`;
  const details = { message: `${open}${tried}`, changedAt: next?.notBefore };
  return [ofPayment(index, payment, { code: 'PAYMENT_STUCK', ...details })];
}

function openStep(payment: PaymentRecord): string | undefined {
  const { status, wish, refunds, intentId } = payment;
  switch (status) {
    case 'REQUESTED':
      return 'it is not known whether the payment is authorised';
    case 'AUTHORIZED':
      return wish === null
        ? undefined
        : wish === 'CAPTURE'
          ? 'the payment has to be captured'
          : `the authorisation has to be released: ${wish}`;
    case 'CAPTURED': {
      const next = waitingRefund(payment);
      if (!next) return undefined;
      const failed = refunds.filter(({ status: each }) => each === 'FAILED').length;
      const before = failed === 0 ? '' : ` after ${failed} that failed`;
      return `a refund of the payment is due at ${next.notBefore}${before}`;
    }
    case 'REQUIRES_ACTION':
      return wish === null ? undefined : `the payment has to be cancelled: ${wish}`;
    case 'DECLINED':
      return intentId === null ? undefined : 'the intent of the declined payment has to be cancelled';
    case 'ABANDONED':
    case 'VOIDED':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return undefined;
  }
}
