import { loaderBy } from '../../../platform/subgraph/index.ts';
import type { PaymentQueries } from '../application/ports.ts';

export type PaymentLoaders = ReturnType<typeof createLoaders>;

/** Batches the reads of one request. */
export function createLoaders({ queries }: { readonly queries: PaymentQueries }) {
  return {
    payment: loaderBy(queries.byIds, ({ id }) => id),
    byBooking: loaderBy(queries.byBookings, ({ bookingId }) => bookingId),
  };
}
