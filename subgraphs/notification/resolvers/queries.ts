import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { QueryResolvers } from '../schema.generated.ts';

const LIST = 'messages';

/** The number of a message as text. */
function isNumber(key: string): boolean {
  return /^[1-9]\d{0,14}$/.test(key);
}

export const queries: QueryResolvers = {
  async messages(_parent, { unreadOnly, ...args }, { services, loaders, identity }) {
    const page = readPage<[string]>(args, LIST, [isNumber]);
    const criteria = { customerId: identity.subject, unreadOnly: unreadOnly ?? false };
    const connection = toConnection(await services.queries.newest(criteria, page), page, {
      name: LIST,
      keysOf: ({ number }) => [String(number)],
      count: () => services.queries.count(criteria),
    });
    return { ...connection, unreadCount: () => loaders.unread(identity.subject, {}) };
  },
};
