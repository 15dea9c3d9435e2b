import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { Dependencies } from './ports.ts';

/** Gives the payments of an erased customer to the pseudonym. Amounts and refunds go on as before. */
export function onCustomerErased({ payments }: Pick<Dependencies, 'payments'>): Reaction {
  return on(customerErased, ({ data: { customer, pseudonym, bookings } }) =>
    payments.rename(
      { customerId: customer.id, pseudonym },
      bookings.map(({ id }) => id),
    ),
  );
}
