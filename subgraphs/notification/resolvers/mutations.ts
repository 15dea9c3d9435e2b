import { isAddress, isLocale } from '../../../platform/identity/identity.ts';
import { isSubject } from '../../../platform/identity/subject.ts';
import { badUserInput, listArgument } from '../../../platform/subgraph/arguments.ts';
import { MOST_CONTACTS } from '../../../platform/subgraph/contact-reports.ts';
import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { SeenCustomer } from '../application/customer-memory.ts';
import type { ContactInput, MutationResolvers } from '../schema.generated.ts';
import { toMarkMessagesReadResult, toSetLanguageResult } from './results.ts';

export const mutations: MutationResolvers = {
  async markMessagesRead(_parent, { input }, context) {
    const { markMessagesRead } = context.services;
    const outcome = await executeOnce(context, 'markMessagesRead', input, markMessagesRead);
    return toMarkMessagesReadResult(outcome, context);
  },

  setLanguage: async (_parent, { input }, context) =>
    toSetLanguageResult(await executeOnce(context, 'setLanguage', input, context.services.setLanguage)),

  /** For other services, whose input is right: what is wrong is an error and no outcome. */
  async rememberContacts(_parent, { input }, { services }) {
    const seen = listArgument('input.contacts', input.contacts, MOST_CONTACTS).map(readContact);
    await Promise.all(seen.map(services.rememberCustomer));
    return true;
  },
};

function readContact({ customerId, email, locale }: ContactInput): SeenCustomer {
  const isValid = isSubject(customerId) && (!email || isAddress(email)) && (!locale || isLocale(locale));
  if (!isValid) throw badUserInput('input.contacts must be such as tokens have them.');
  return { customerId, email: email ?? undefined, locale: locale ?? undefined };
}
