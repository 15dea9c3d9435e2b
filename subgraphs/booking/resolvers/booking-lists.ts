import { isUuid } from '../../../platform/input.ts';
import { listArgument } from '../../../platform/subgraph/arguments.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import type { BookingCriteria } from '../application/ports.ts';
import type { Booking, BookingStatus } from '../domain/booking.ts';
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

type NewestBookings = {
  /** The name of the list. */
  readonly name: string;
  /** Undefined for a caller who sees none. */
  readonly criteria: BookingCriteria | undefined;
  readonly args: PageArguments;
};

/** A page of bookings, newest first. */
export async function newestBookings(
  { services: { queries, clock } }: Pick<BookingContext, 'services'>,
  { name, criteria, args }: NewestBookings,
): Promise<Connection<Booking>> {
  const page = readPage<[string]>(args, name, [isUuid]);
  const now = clock();
  return toConnection(criteria ? await queries.newest(criteria, page, now) : [], page, {
    name,
    keysOf: ({ id }) => [id],
    count: async () => (criteria ? queries.count(criteria, now) : 0),
  });
}
