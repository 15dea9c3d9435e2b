import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';

type Customers = { forget(customerId: string): Promise<void> };

/** Deletes an erased customer with their messages, e-mails and contact. */
export function onCustomerErased(customers: Customers): Reaction {
  return on(customerErased, ({ data: { customer } }) => customers.forget(customer.id));
}
