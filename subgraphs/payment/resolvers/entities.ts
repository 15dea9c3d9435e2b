import { hasScope, type Identity } from '../../../platform/identity/identity.ts';
import { loadReference, toReference } from '../../../platform/subgraph/loaders.ts';
import type { VisiblePayment } from '../application/ports.ts';
import type { BookingResolvers, PaymentResolvers } from '../schema.generated.ts';

/** The payment, for its customer and staff; for all others it does not exist. */
export function visibleTo(
  identity: Identity,
  payment: VisiblePayment | null | undefined,
): VisiblePayment | null {
  if (!payment) return null;
  return payment.customerId === identity.subject || hasScope(identity, 'payment:read-all') ? payment : null;
}

export const payment: PaymentResolvers = {
  __resolveReference: async (reference, { loaders, identity }) =>
    visibleTo(identity, await loadReference(loaders.payment, reference)),
  booking: ({ bookingId }) => ({ id: bookingId }),
  declineCode: (parent) => (parent.status === 'DECLINED' ? parent.declineCode : null),
  refunds: (parent) => ('refunds' in parent ? parent.refunds : []),
  createdAt: ({ requestedAt }) => requestedAt,
};

export const booking: BookingResolvers = {
  __resolveReference: toReference,
  payment: async ({ id }, _args, { loaders, identity }) =>
    visibleTo(identity, await loaders.byBooking.load(id)),
};
