import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { ViewStore } from './ports.ts';

/** Gives the bookings of an erased customer to the pseudonym, and deletes the rest of their page. */
export function onCustomerErased(views: Pick<ViewStore, 'erase'>): Reaction {
  return on(customerErased, ({ data: { customer, pseudonym, bookings } }) =>
    views.erase(
      { customerId: customer.id, pseudonym },
      bookings.map(({ id }) => id),
    ),
  );
}
