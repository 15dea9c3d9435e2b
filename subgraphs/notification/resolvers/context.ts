import type { Actor } from '../../../platform/decisions/actor.ts';
import { fieldLoader, loaderBy } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { NotificationServices } from '../application/services.ts';
import { type Language, languageOf, languageOfLocale } from '../domain/language.ts';

/** What the resolvers of a request work with. */
export type NotificationContext = ReturnType<ReturnType<typeof createContext>>;

/**
 * Returns the context of each request, with a loader that batches the reads of that request. All of it is
 * about the caller, whose token is looked at for an address and a language.
 */
export function createContext(services: NotificationServices) {
  const { queries, rememberCustomer } = services;
  return (request: RequestContext) => {
    const { identity, log } = request;
    const { subject, role, email, locale } = identity;
    const actor: Actor = { subject, manages: 'NONE' };
    let language: Promise<Language> | undefined;

    async function readLanguage(): Promise<Language> {
      const { chosen, ofToken } = await queries.languageChoice(subject);
      return languageOf({ chosen, ofToken: (locale && languageOfLocale(locale)) || ofToken });
    }

    // The answer does not wait for it, nor fail with it: the next request remembers the customer, too.
    if (role !== 'service')
      rememberCustomer({ customerId: subject, email, locale }).catch((error: unknown) =>
        log().error({ err: error }, 'a customer could not be remembered'),
      );
    return {
      ...request,
      services,
      actor,
      /** The language of the caller's messages. */
      language: () => {
        language ??= readLanguage();
        return language;
      },
      loaders: {
        /** A message of the caller. */
        message: loaderBy(
          (ids) => queries.byIds(subject, ids),
          ({ id }) => id,
        ),
        /** The number of unread messages of the caller. */
        unread: fieldLoader((customerIds) => Promise.all(customerIds.map(queries.unreadCount))),
      },
    };
  };
}
