import { newId } from '../../../platform/identifiers.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import type { Dependencies } from './ports.ts';

/** Removes a customer's likes and bookmarks, and leaves their reviews without an author. */
export function onCustomerErased({
  handleEngagement,
  erasures,
  clock,
}: Pick<Dependencies, 'handleEngagement' | 'erasures' | 'clock'>): Reaction {
  return on(customerErased, async ({ cause, data: { customer, pseudonym } }) => {
    const customerId = customer.id;
    for (const { target, mark } of await erasures.marksOf(customerId))
      await handleEngagement({ target, customerId }, () => ({ type: 'removeMark', at: clock(), mark }), {
        cause,
        handles: newId(),
      });
    await erasures.rename({ customerId, pseudonym });
  });
}
