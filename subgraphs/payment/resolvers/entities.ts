import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import { loadReference, toReference } from '../../../platform/subgraph/loaders.ts';
import type { VisiblePayment } from '../application/ports.ts';
import { isCaptured, refundedAmount } from '../domain/payment.ts';
import type { BookingResolvers, PaymentResolvers } from '../schema.generated.ts';

/** How many refunds of a payment are told; more can come only from the provider's dashboard. */
const MOST_REFUNDS = 100;

/** The payment, for its customer, the room's host and admins; for all others it does not exist. */
export function visibleTo(actor: Actor, payment: VisiblePayment | null | undefined): VisiblePayment | null {
  if (!payment) return null;
  return payment.customerId === actor.subject || manages(actor, payment.hostId) ? payment : null;
}

export const payment: PaymentResolvers = {
  __resolveReference: async (reference, { loaders, actor }) =>
    visibleTo(actor, await loadReference(loaders.payment, reference)),
  booking: ({ bookingId }) => ({ id: bookingId }),
  declineCode: (parent) => (parent.status === 'DECLINED' ? parent.declineCode : null),
  refunds: (parent) => (isCaptured(parent) ? parent.refunds.slice(-MOST_REFUNDS) : []),
  refundedAmount: (parent) => ({
    amount: isCaptured(parent) ? refundedAmount(parent.refunds) : 0,
    currency: parent.amount.currency,
  }),
  dispute: (parent) => (isCaptured(parent) ? parent.dispute : null),
  createdAt: ({ requestedAt }) => requestedAt,
};

export const booking: BookingResolvers = {
  __resolveReference: toReference,
  payment: async ({ id }, _args, { loaders, actor }) => visibleTo(actor, await loaders.byBooking.load(id)),
};
