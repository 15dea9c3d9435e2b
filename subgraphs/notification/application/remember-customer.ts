import { LRUCache } from 'lru-cache';
import type { Identity } from '../../../platform/identity/identity.ts';
import { languageOfLocale } from '../domain/language.ts';
import type { Dependencies } from './ports.ts';

/** How many customers are known to be remembered. Others are written once more. */
const REMEMBERED = 10_000;

/**
 * Keeps the address and the language that a customer's token names, so that e-mails can be sent when the
 * customer is away. What a token does not name stays as it was.
 */
export function createRememberCustomer({ mailboxes, clock }: Pick<Dependencies, 'mailboxes' | 'clock'>) {
  const remembered = new LRUCache<string, string>({ max: REMEMBERED });

  return async ({ subject, role, email, locale }: Identity): Promise<void> => {
    if (role === 'service') return;
    const contact = { email, language: (locale && languageOfLocale(locale)) || undefined };
    if (contact.email === undefined && contact.language === undefined) return;
    const seen = JSON.stringify(contact);
    if (remembered.get(subject) === seen) return;
    await mailboxes.remember(subject, contact, clock());
    remembered.set(subject, seen);
  };
}
