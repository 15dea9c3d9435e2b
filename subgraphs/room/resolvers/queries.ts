import { isUuid } from '../../../platform/input.ts';
import { badUserInput, textArgument, uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { QueryResolvers } from '../schema.generated.ts';

const LONGEST_PART = 200;

export const queries: QueryResolvers = {
  async room(_parent, { id }, { loaders }) {
    const room = await loaders.room.load(uuidArgument('id', id));
    return room && !room.deleted ? room : null;
  },

  async rooms(_parent, { filter, ...args }, { services }) {
    const page = readPage<[string]>(args, 'rooms', [isUuid]);
    const criteria = {
      status: filter?.status ?? undefined,
      minCapacity: filter?.minCapacity ?? undefined,
      location: partArgument('filter.location', filter?.location),
      nameContains: partArgument('filter.nameContains', filter?.nameContains),
    };
    const { rooms, total } = await services.queries.list(criteria, page);
    return { ...toConnection(rooms, page, 'rooms', ({ id }) => [id]), totalCount: total };
  },
};

/**
 * Reads a part of a text to search for; an empty one is no filter. Throws BAD_USER_INPUT when no room can
 * contain it.
 */
function partArgument(name: string, part: string | null | undefined): string | undefined {
  if (!part) return undefined;
  if (part.length > LONGEST_PART) throw badUserInput(`${name} takes at most ${LONGEST_PART} characters.`);
  return textArgument(name, part);
}
