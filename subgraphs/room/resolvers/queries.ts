import { foldName } from '../../../platform/decisions/values.ts';
import { ifPresent, isUuid } from '../../../platform/input.ts';
import {
  badUserInput,
  listArgument,
  moneyArgument,
  textArgument,
  uuidArgument,
} from '../../../platform/subgraph/arguments.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { RoomServices } from '../application/services.ts';
import type { Room } from '../domain/room.ts';
import type { QueryResolvers, RoomFilter } from '../schema.generated.ts';

const LONGEST_TEXT = 200;
const MOST_SUPPLIES = 20;

export const queries: QueryResolvers = {
  async room(_parent, { id }, { loaders }) {
    const room = await loaders.room.load(uuidArgument('id', id));
    return room && !room.deleted ? room : null;
  },

  rooms: (_parent, { filter, ...args }, { services }) =>
    toRoomConnection(services, filter ? toCriteria(filter) : {}, args, 'rooms'),
};

/**
 * A page of the rooms that meet the criteria.
 *
 * @param name of the list, in which alone its cursors are valid
 */
export async function toRoomConnection(
  { queries: { list, count } }: Pick<RoomServices, 'queries'>,
  criteria: RoomCriteria,
  args: PageArguments,
  name: string,
): Promise<Connection<Room>> {
  const page = readPage<[string]>(args, name, [isUuid]);
  const found: readonly Room[] = await list(criteria, page);
  return toConnection(found, page, { name, keysOf: ({ id }) => [id], count: () => count(criteria) });
}

/** Throws BAD_USER_INPUT for a condition that no room can meet. */
function toCriteria(filter: RoomFilter): RoomCriteria {
  const { hostId, status, minCapacity, location, nameContains, maxHourlyRate, supplies } = filter;
  return {
    hostId: ifPresent(hostId, (id) => shortTextArgument('filter.hostId', id)),
    status: status ?? undefined,
    minCapacity: minCapacity ?? undefined,
    // Every text contains the empty one.
    location: ifPresent(location || undefined, (part) => shortTextArgument('filter.location', part)),
    nameContains: ifPresent(nameContains, (part) => shortTextArgument('filter.nameContains', part)),
    maxHourlyRate: ifPresent(maxHourlyRate, (rate) => moneyArgument('filter.maxHourlyRate', rate)),
    supplies: ifPresent(supplies, suppliesArgument),
  };
}

function suppliesArgument(names: readonly string[]): readonly string[] {
  return listArgument('filter.supplies', names, MOST_SUPPLIES).map((name, index) =>
    foldName(shortTextArgument(`filter.supplies[${index}]`, name)),
  );
}

/** Reads a text of at most 200 characters. Throws BAD_USER_INPUT for any other text. */
function shortTextArgument(name: string, text: string): string {
  if (text.length > LONGEST_TEXT) throw badUserInput(`${name} takes at most ${LONGEST_TEXT} characters.`);
  return textArgument(name, text);
}
