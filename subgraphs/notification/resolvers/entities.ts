import { isSubject } from '../../../platform/identity/subject.ts';
import { loadReference } from '../../../platform/subgraph/loaders.ts';
import { bookingOf, targetOf } from '../application/published-events.ts';
import { wordingOf } from '../application/texts/wording.ts';
import type { CustomerResolvers, MessageResolvers } from '../schema.generated.ts';

export const message: MessageResolvers = {
  __resolveReference: (reference, { loaders }) => loadReference(loaders.message, reference),
  kind: ({ content }) => content.kind,
  text: async (parent, _args, { language }) => wordingOf(parent, await language()).text,
  booking: ({ content }) => bookingOf(content),
  target: ({ content }) => targetOf(content),
};

export const customer: CustomerResolvers = {
  __resolveReference: ({ id }) => (isSubject(id) ? { id } : null),
  language: ({ id }, _args, { identity, language }) => (id === identity.subject ? language() : null),
  unreadMessages: ({ id }, _args, { identity, loaders }) =>
    id === identity.subject ? loaders.unread(id, {}) : null,
};
