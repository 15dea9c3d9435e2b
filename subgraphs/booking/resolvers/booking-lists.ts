import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { isInstant, isUuid } from '../../../platform/input.ts';
import { listArgument, periodArgument } from '../../../platform/subgraph/arguments.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import type { BookingCriteria, BookingOwner, BookingPage, Direction } from '../application/ports.ts';
import type { Booking, BookingStatus } from '../domain/booking.ts';
import type { BookingOrder, BookingWhen } from '../schema.generated.ts';
import type { BookingContext } from './context.ts';

const MOST_STATUSES = 10;

type StatusArguments = {
  readonly statuses?: readonly BookingStatus[] | null | undefined;
  readonly status?: BookingStatus | null | undefined;
};

/**
 * The statuses that meet both conditions; undefined when there is none. Throws BAD_USER_INPUT for a list that
 * is too long.
 *
 * @param field the path of the list of statuses
 */
export function statusesArgument(
  field: string,
  { statuses, status }: StatusArguments,
): readonly BookingStatus[] | undefined {
  const single = status ? [status] : undefined;
  if (!statuses) return single;
  const several = listArgument(field, statuses, MOST_STATUSES);
  return single?.filter((each) => several.includes(each)) ?? several;
}

type TimeArguments = Parameters<typeof periodArgument>[0] & {
  readonly when?: BookingWhen | null | undefined;
};
type Times = Pick<BookingCriteria, 'from' | 'to' | 'endedBy'>;

/**
 * The conditions on the times of slots. Throws BAD_USER_INPUT as `periodArgument` does.
 *
 * @param prefix of the names of the arguments, such as `filter.`
 */
export function timesArgument({ when, ...period }: TimeArguments, now: Instant, prefix = ''): Times {
  const { from, to } = periodArgument(period, prefix);
  switch (when) {
    case 'UPCOMING':
      return { from: from === undefined || from < now ? now : from, to };
    case 'PAST':
      return { from, to, endedBy: now };
    case 'ALL':
    case null:
    case undefined:
      return { from, to };
    default:
      return unreachable(when);
  }
}

type BookingList = {
  /** The name of the list. */
  readonly name: string;
  /** The room or the customer to whom the list belongs; undefined for a list of all bookings. */
  readonly owner?: { readonly of: BookingOwner; readonly id: string };
  /** Undefined for a caller who sees none. */
  readonly criteria: BookingCriteria | undefined;
  readonly orderBy: BookingOrder;
  readonly args: PageArguments;
};

const DEFAULT_ORDER: BookingOrder = 'REQUESTED_AT_DESC';

/** The order that a client has chosen, with the name of the list in it: each order has cursors of its own. */
export function chosenOrder(list: string, chosen: BookingOrder | null | undefined) {
  const orderBy = chosen ?? DEFAULT_ORDER;
  return { name: orderBy === DEFAULT_ORDER ? list : `${list}/${orderBy}`, orderBy };
}

const ORDERS: Readonly<Record<BookingOrder, readonly [BookingPage['by'], Direction]>> = {
  REQUESTED_AT_DESC: ['REQUEST', 'DESC'],
  REQUESTED_AT_ASC: ['REQUEST', 'ASC'],
  SLOT_START_ASC: ['START', 'ASC'],
  SLOT_START_DESC: ['START', 'DESC'],
};

/** A page of bookings. The same page of several owners is read in one statement. */
export async function bookingList(
  { services: { queries }, loaders, now }: Pick<BookingContext, 'services' | 'loaders' | 'now'>,
  { name, owner, criteria, orderBy, args }: BookingList,
): Promise<Connection<Booking>> {
  const [by, direction] = ORDERS[orderBy];

  async function read(page: BookingPage): Promise<readonly Booking[]> {
    if (!criteria) return [];
    return owner
      ? loaders.page(owner.id, { owner: owner.of, criteria, page })
      : queries.page(criteria, page, now);
  }

  async function count(): Promise<number> {
    if (!criteria) return 0;
    if (!owner) return queries.count(criteria, now);
    return (await loaders.count(owner.id, { owner: owner.of, criteria })) ?? 0;
  }

  if (by === 'REQUEST') {
    const page = readPage<[string]>(args, name, [isUuid]);
    return toConnection(await read({ by, direction, page }), page, { name, keysOf: ({ id }) => [id], count });
  }
  const page = readPage<[string, string]>(args, name, [isInstant, isUuid]);
  return toConnection(await read({ by, direction, page }), page, {
    name,
    keysOf: ({ slot, id }) => [slot.start, id],
    count,
  });
}
