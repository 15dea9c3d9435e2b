import { LRUCache } from 'lru-cache';
import { languageOfLocale } from '../domain/language.ts';
import type { Dependencies } from './ports.ts';

/**
 * How many customers are known to be remembered. Others are written once more, and all of them after an hour:
 * another process of this service may have erased them.
 */
const REMEMBERED = 10_000;
const REMEMBERED_MS = 3_600_000;

/** What a customer's token names. */
export type SeenCustomer = {
  readonly customerId: string;
  readonly email: string | undefined;
  readonly locale: string | undefined;
};

/**
 * `remember` keeps the address and the language that a customer's token names, so that e-mails can be sent
 * when the customer is away; what a token does not name stays as it was. `forget` deletes a customer with all
 * that is stored about them.
 */
export function createCustomerMemory({ mailboxes, clock }: Pick<Dependencies, 'mailboxes' | 'clock'>) {
  const remembered = new LRUCache<string, string>({ max: REMEMBERED, ttl: REMEMBERED_MS });

  return {
    async remember({ customerId, email, locale }: SeenCustomer): Promise<void> {
      const contact = { email, language: (locale && languageOfLocale(locale)) || undefined };
      if (contact.email === undefined && contact.language === undefined) return;
      const seen = JSON.stringify(contact);
      if (remembered.get(customerId) === seen) return;
      await mailboxes.remember(customerId, contact, clock());
      remembered.set(customerId, seen);
    },

    async forget(customerId: string): Promise<void> {
      await mailboxes.erase(customerId);
      remembered.delete(customerId);
    },
  };
}
