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
import type { BookingCriteria, Direction } from '../application/ports.ts';
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
  /** Undefined for a caller who sees none. */
  readonly criteria: BookingCriteria | undefined;
  readonly args: PageArguments & { readonly orderBy?: BookingOrder | null | undefined };
  /** The instant at which the bookings are read. */
  readonly now: Instant;
};

const DEFAULT_ORDER: BookingOrder = 'REQUESTED_AT_DESC';

const ORDERS: Readonly<Record<BookingOrder, readonly ['REQUEST' | 'START', Direction]>> = {
  REQUESTED_AT_DESC: ['REQUEST', 'DESC'],
  REQUESTED_AT_ASC: ['REQUEST', 'ASC'],
  SLOT_START_ASC: ['START', 'ASC'],
  SLOT_START_DESC: ['START', 'DESC'],
};

/** A page of bookings in the order that is asked for. Each order has cursors of its own. */
export async function bookingList(
  { services: { queries } }: Pick<BookingContext, 'services'>,
  { name: base, criteria, args: { orderBy, ...args }, now }: BookingList,
): Promise<Connection<Booking>> {
  const order = orderBy ?? DEFAULT_ORDER;
  const name = order === DEFAULT_ORDER ? base : `${base}/${order}`;
  const count = async () => (criteria ? queries.count(criteria, now) : 0);
  const [by, direction] = ORDERS[order];
  if (by === 'REQUEST') {
    const page = readPage<[string]>(args, name, [isUuid]);
    const found = criteria ? await queries.byRequest(criteria, direction, page, now) : [];
    return toConnection(found, page, { name, keysOf: ({ id }) => [id], count });
  }
  const page = readPage<[string, string]>(args, name, [isInstant, isUuid]);
  const found = criteria ? await queries.byStart(criteria, direction, page, now) : [];
  return toConnection(found, page, { name, keysOf: ({ slot, id }) => [slot.start, id], count });
}
