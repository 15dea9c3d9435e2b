import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { Dependencies } from './ports.ts';

/** Deletes an erased customer with their messages, e-mails and contact. */
export function onCustomerErased({ mailboxes }: Pick<Dependencies, 'mailboxes'>): Reaction {
  return on(customerErased, ({ data: { customer } }) => mailboxes.erase(customer.id));
}
