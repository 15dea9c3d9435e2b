import DataLoader from 'dataloader';
import type { PaymentQueries } from '../application/ports.ts';
import type { PaymentLoaders } from './context.ts';

export function createLoaders(queries: PaymentQueries): PaymentLoaders {
  return {
    byId: new DataLoader(async (ids) => {
      const payments = await queries.byIds(ids);
      const found = new Map(payments.map((payment) => [payment.id, payment]));
      return ids.map((id) => found.get(id));
    }),
    byBooking: new DataLoader(async (bookingIds) => {
      const payments = await queries.byBookings(bookingIds);
      const found = new Map(payments.map((payment) => [payment.bookingId, payment]));
      return bookingIds.map((id) => found.get(id));
    }),
  };
}
