import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { createCustomerMemory } from './customer-memory.ts';
import { createDeliverMessage } from './deliver-message.ts';
import { createMarkMessagesRead } from './mark-messages-read.ts';
import { onBookingEvents } from './on-booking-events.ts';
import { onCommunityEvents } from './on-community-events.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { onPaymentEvents } from './on-payment-events.ts';
import { onRoomEvents } from './on-room-events.ts';
import type { Dependencies } from './ports.ts';
import { createSetLanguage } from './set-language.ts';

type Surroundings = Pick<Dependencies, 'clock' | 'inboxKeptMs'> & {
  readonly stores: Pick<Dependencies, 'mailboxes' | 'queries' | 'rooms'> & {
    readonly idempotency: IdempotencyStore;
  };
};

export type NotificationServices = ReturnType<typeof createServices>;

/**
 * The service without server, database, stream and mail server: its use cases, its reactions to events, and
 * the stores it reads.
 */
export function createServices({ stores, clock, inboxKeptMs }: Surroundings) {
  const { mailboxes, queries, rooms } = stores;
  const deliver = createDeliverMessage({ mailboxes, rooms, clock, inboxKeptMs });
  const customers = createCustomerMemory({ mailboxes, clock });
  return {
    ...stores,
    markMessagesRead: createMarkMessagesRead({ mailboxes, queries, clock }),
    setLanguage: createSetLanguage({ mailboxes }),
    rememberCustomer: customers.remember,
    reactions: [
      ...onBookingEvents(deliver),
      ...onPaymentEvents(deliver),
      ...onRoomEvents(deliver, { rooms }),
      ...onCommunityEvents(deliver),
      onCustomerErased(customers),
    ],
  };
}
