import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { Dependencies } from './ports.ts';

/** Gives the past assignments of an erased customer to the pseudonym. */
export function onCustomerErased({ erasures }: Pick<Dependencies, 'erasures'>): Reaction {
  return on(customerErased, ({ data: { customer, pseudonym, bookings } }) =>
    erasures.rename({ customerId: customer.id, pseudonym }, bookings),
  );
}
